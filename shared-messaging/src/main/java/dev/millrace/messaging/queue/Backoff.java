package dev.millrace.messaging.queue;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: doubling, up to a limit, with up to a quarter of jitter so that many do not ask at once.
 *
 * @param first the wait after the first failure
 * @param most the longest wait
 */
public record Backoff(Duration first, Duration most) {
    /** From a fifth of a second to a minute. */
    public static final Backoff USUAL = new Backoff(Duration.ofMillis(200), Duration.ofMinutes(1));

    /**
     * The wait after so many failures.
     *
     * @param failures how many tries have failed, at least 1
     */
    public Duration after(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, 20);
        long wait = Math.min(doubled, most.toMillis());
        return Duration.ofMillis(wait - ThreadLocalRandom.current().nextLong(wait / 4 + 1));
    }
}

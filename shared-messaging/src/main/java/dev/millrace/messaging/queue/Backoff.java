package dev.millrace.messaging.queue;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The delay before a retry: it doubles up to a limit, with up to a quarter of jitter so that retries do not run all at once.
 *
 * @param first the delay after the first failure
 * @param max the maximum delay
 */
public record Backoff(Duration first, Duration max) {
    /** The default: from 200 ms to a minute. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(200), Duration.ofMinutes(1));

    /**
     * Returns the delay after a number of failures.
     *
     * @param failures the number of failed tries, at least 1
     */
    public Duration after(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, 20);
        long delay = Math.min(doubled, max.toMillis());
        return Duration.ofMillis(delay - ThreadLocalRandom.current().nextLong(delay / 4 + 1));
    }
}

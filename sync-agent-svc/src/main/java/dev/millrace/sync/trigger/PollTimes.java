package dev.millrace.sync.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When to ask which repository: every so often, give or take a tenth, so that many are not asked at once. And when to pack the mirrors: now and
 * then, if nothing else is to be done.
 */
final class PollTimes {
    private static final Duration BETWEEN_TIDYINGS = Duration.ofMinutes(10);

    private final Map<String, Instant> asked = new HashMap<>();
    private final Map<String, Double> jitter = new HashMap<>();
    private Instant tidied;

    PollTimes(Instant start) {
        this.tidied = start;
    }

    /**
     * Whether it is to be asked now; then it will not be for a while, whatever the answer.
     *
     * @param last when it was asked all of this by others; {@link Instant#MAX} if it never has to be
     */
    boolean isDue(String repository, Instant now, Instant last, Duration every) {
        Instant before = asked.getOrDefault(repository, Instant.EPOCH);
        Instant newest = last.isAfter(before) ? last : before;
        double part = jitter.computeIfAbsent(
                repository, key -> ThreadLocalRandom.current().nextDouble(0.9, 1.1));
        if (newest.isAfter(now.minusMillis((long) (every.toMillis() * part)))) {
            return false;
        }
        asked.put(repository, now);
        jitter.remove(repository);
        return true;
    }

    /** Whether mirrors are to be packed now; then they will not be for a while. */
    boolean isTimeToTidy(Instant now, boolean idle) {
        if (!idle || now.isBefore(tidied.plus(BETWEEN_TIDYINGS))) {
            return false;
        }
        tidied = now;
        return true;
    }

    /** Others are followed no longer. */
    void keepOnly(Collection<String> repositories) {
        asked.keySet().retainAll(repositories);
        jitter.keySet().retainAll(repositories);
    }
}

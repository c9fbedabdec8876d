package dev.millrace.sync.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The times of polling each repository: at an interval with a tenth of jitter, so that many are not polled at once. And the times of packing the
 * mirrors, if there is no other work.
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
     * Returns true if the repository is to be polled now; if so, the next poll is an interval later, whatever the answer.
     *
     * @param last the time of the last complete fetch by others; {@link Instant#MAX} if no poll is needed
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

    /** Returns true if mirrors are to be packed now; if so, the next time is an interval later. */
    boolean isTimeToTidy(Instant now, boolean idle) {
        if (!idle || now.isBefore(tidied.plus(BETWEEN_TIDYINGS))) {
            return false;
        }
        tidied = now;
        return true;
    }

    /** Forgets all repositories but these, which are still followed. */
    void keepOnly(Collection<String> repositories) {
        asked.keySet().retainAll(repositories);
        jitter.keySet().retainAll(repositories);
    }
}

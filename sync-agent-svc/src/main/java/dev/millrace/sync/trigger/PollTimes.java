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
    private static final Duration MIN_BETWEEN_GROUPINGS = Duration.ofSeconds(1);
    private static final Duration MAX_BETWEEN_GROUPINGS = Duration.ofSeconds(10);

    /** Grouping takes a hundredth of the time. */
    private static final int PAUSE_PER_WORK = 100;

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

    /**
     * Returns the pause after the Applications were grouped. It is bounded, since an Application that was created meanwhile is not polled until the
     * next grouping, and one grouping may take long: while an agent starts, it waits for mirrors that are being opened.
     */
    static Duration pauseAfterGrouping(Duration work) {
        Duration pause = work.multipliedBy(PAUSE_PER_WORK);
        return pause.compareTo(MIN_BETWEEN_GROUPINGS) < 0
                ? MIN_BETWEEN_GROUPINGS
                : pause.compareTo(MAX_BETWEEN_GROUPINGS) > 0 ? MAX_BETWEEN_GROUPINGS : pause;
    }

    /** Forgets all repositories but these, which are still followed. */
    void keepOnly(Collection<String> repositories) {
        asked.keySet().retainAll(repositories);
        jitter.keySet().retainAll(repositories);
    }
}

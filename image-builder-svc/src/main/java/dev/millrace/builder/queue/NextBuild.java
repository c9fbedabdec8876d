package dev.millrace.builder.queue;

import dev.millrace.events.value.RepositoryId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Chooses the next build. */
final class NextBuild {
    private NextBuild() {}

    /**
     * Returns the longest waiting build of the repository that has the fewest running builds; of several such repositories, the one whose last
     * turn was the longest ago. A build with the id of a running one waits for its end: it is the same build, of another ref.
     *
     * @param waiting in the order in which they were added
     * @param lastTurn the number of the last turn of each repository; those without one had none
     */
    static Optional<QueuedBuild> of(
            List<QueuedBuild> waiting, Collection<QueuedBuild> running, Map<RepositoryId, Long> lastTurn) {
        Map<RepositoryId, Long> runningOf =
                running.stream().collect(Collectors.groupingBy(QueuedBuild::repository, Collectors.counting()));
        Set<String> runningIds = running.stream().map(QueuedBuild::id).collect(Collectors.toSet());
        return waiting.stream()
                .filter(build -> !runningIds.contains(build.id()))
                .min(Comparator.<QueuedBuild>comparingLong(build -> runningOf.getOrDefault(build.repository(), 0L))
                        .thenComparingLong(build -> lastTurn.getOrDefault(build.repository(), -1L)));
    }
}

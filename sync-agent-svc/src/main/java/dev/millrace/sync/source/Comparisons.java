package dev.millrace.sync.source;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.Mirror;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What two commits have to do with each other: all who follow a repository ask for the same, and it is found out once. */
final class Comparisons {
    private static final int MOST_DIFFERENCES = 16;
    private static final int MOST_REACHED = 1000;

    private record Between(CommitId from, CommitId to) {}

    private final Mirror mirror;

    /** What is known to lead to what. */
    private final Set<Between> reached = ConcurrentHashMap.newKeySet();

    private final Map<Between, List<String>> differences = new ConcurrentHashMap<>();

    Comparisons(Mirror mirror) {
        this.mirror = mirror;
    }

    /** Whether a tip has the commit in its history. */
    boolean reaches(CommitId tip, CommitId commit) {
        Between steps = new Between(commit, tip);
        if (reached.contains(steps)) {
            return true;
        }
        boolean reaches = mirror.reaches(tip, commit);
        if (reaches) {
            if (reached.size() >= MOST_REACHED) {
                reached.clear();
            }
            reached.add(steps);
        }
        return reaches;
    }

    /** What differs between two commits; empty if the first one is not known here. */
    Optional<List<String>> changedPaths(CommitId from, CommitId to) {
        if (!mirror.contains(from)) {
            return Optional.empty();
        }
        if (differences.size() >= MOST_DIFFERENCES) {
            differences.clear();
        }
        return Optional.of(
                differences.computeIfAbsent(new Between(from, to), pair -> mirror.changedPaths(Optional.of(from), to)));
    }
}

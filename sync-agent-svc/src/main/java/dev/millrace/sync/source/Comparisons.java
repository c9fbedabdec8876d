package dev.millrace.sync.source;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.mirror.Mirror;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Comparisons of two commits. All applications that follow a repository need the same ones, so each is computed once. */
final class Comparisons {
    private static final int MAX_DIFFERENCES = 16;
    private static final int MAX_REACHED = 1000;
    private static final int MAX_OF_MERGE = 100;

    private record Between(CommitId from, CommitId to) {}

    private final Mirror mirror;

    /** Pairs of a tip and a commit that is known to be in its history. */
    private final Set<Between> reached = ConcurrentHashMap.newKeySet();

    private final Map<Between, List<String>> differences = new ConcurrentHashMap<>();

    Comparisons(Mirror mirror) {
        this.mirror = mirror;
    }

    /** Returns true if the tip has the commit in its history. */
    boolean reaches(CommitId tip, CommitId commit) {
        Between steps = new Between(commit, tip);
        if (reached.contains(steps)) {
            return true;
        }
        boolean reaches = mirror.reaches(tip, commit);
        if (reaches) {
            if (reached.size() >= MAX_REACHED) {
                reached.clear();
            }
            reached.add(steps);
        }
        return reaches;
    }

    /** Returns the paths that differ between two commits; empty if the first one is not known here. */
    Optional<List<String>> changedPaths(CommitId from, CommitId to) {
        if (!mirror.contains(from)) {
            return Optional.empty();
        }
        if (differences.size() >= MAX_DIFFERENCES) {
            differences.clear();
        }
        return Optional.of(
                differences.computeIfAbsent(new Between(from, to), pair -> mirror.changedPaths(Optional.of(from), to)));
    }

    /** Returns the commits that lead to a tip on its first-parent line, newest first; the tip alone if {@code since} isn't on it. */
    List<Commit> leadingTo(CommitId tip, Optional<CommitId> since, int most) {
        List<Commit> commits = new ArrayList<>();
        try (Stream<Commit> line = mirror.firstParents(tip)) {
            Iterator<Commit> each = line.iterator();
            while (each.hasNext() && commits.size() < most) {
                Commit commit = each.next();
                if (since.filter(commit.id()::equals).isPresent()) {
                    return commits;
                }
                commits.add(commit);
            }
        }
        return commits.stream().limit(1).toList();
    }

    /** Returns the commits that a merge commit brought in, newest first; none for any other commit. */
    List<Commit> broughtIn(Commit merge) {
        List<Commit> commits = new ArrayList<>();
        for (CommitId side : merge.parents().stream().skip(1).toList()) {
            CommitId own = merge.parents().getFirst();
            try (Stream<Commit> line = mirror.firstParents(side).limit(MAX_OF_MERGE)) {
                line.takeWhile(commit -> !mirror.reaches(own, commit.id())).forEach(commits::add);
            }
        }
        return commits;
    }
}

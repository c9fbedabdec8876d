package dev.millrace.updater.repository;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.decide.WrittenUpdates;
import dev.millrace.updater.trailer.OurTrailers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The updates that our trailers name on a branch's first-parent history and on the branches merged into it. Each commit is read once. If the
 * history was pruned and other policies come into force, all commits are read again, because the new policies may rank them differently.
 */
final class BranchHistory {
    private static final int MAX_MERGED_COMMITS = 100;

    private Optional<CommitId> readTo = Optional.empty();
    private WrittenUpdates written = WrittenUpdates.NONE;
    private boolean isPruned;
    private String text = "";

    /** All updates up to a commit of the mirror that the policies in force there can depend on. */
    synchronized WrittenUpdates upTo(Mirror mirror, CommitId tip, PoliciesInForce inForce) {
        if (isPruned && !text.equals(inForce.text())) {
            readTo = Optional.empty();
            isPruned = false;
        }
        if (readTo.equals(Optional.of(tip))) {
            return written;
        }
        List<Commit> line = new ArrayList<>();
        boolean joined = false;
        try (Stream<Commit> commits = mirror.firstParents(tip)) {
            for (Iterator<Commit> each = commits.iterator(); each.hasNext() && !joined; ) {
                Commit commit = each.next();
                joined = readTo.equals(Optional.of(commit.id()));
                if (!joined) {
                    line.add(commit);
                }
            }
        }
        Set<CommitId> known = line.stream().map(Commit::id).collect(Collectors.toSet());
        readTo.ifPresent(known::add);
        List<WrittenUpdate> found = new ArrayList<>();
        for (Commit commit : line) {
            found.addAll(OurTrailers.carried(commit));
            commit.parents().stream().skip(1).forEach(merged -> found.addAll(mergedUpdates(mirror, merged, known)));
        }
        if (joined) {
            found.addAll(written.all());
        }
        WrittenUpdates whole = new WrittenUpdates(found.stream().distinct().toList());
        written = whole.pruned(inForce.policies());
        isPruned |= written.all().size() < whole.all().size();
        text = inForce.text();
        readTo = Optional.of(tip);
        return written;
    }

    /** The updates of a request that was merged by a merge commit: our commits are on the merged side. */
    private static List<WrittenUpdate> mergedUpdates(Mirror mirror, CommitId merged, Set<CommitId> known) {
        try (Stream<Commit> commits = mirror.firstParents(merged).limit(MAX_MERGED_COMMITS)) {
            return commits.takeWhile(commit -> !known.contains(commit.id()))
                    .flatMap(commit -> OurTrailers.carried(commit).stream())
                    .toList();
        }
    }
}

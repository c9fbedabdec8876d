package dev.millrace.updater.repository;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.Commit;
import dev.millrace.git.Mirror;
import dev.millrace.updater.decide.Written;
import dev.millrace.updater.decide.WrittenUpdates;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What our trailers on a branch's first-parent history say, and on what was merged into it. Each commit is read once; all of them again if some
 * were forgotten and other policies are in force, which may rank them otherwise.
 */
final class BranchHistory {
    private static final int MOST_OF_A_MERGE = 100;

    private Optional<CommitId> readTo = Optional.empty();
    private WrittenUpdates written = WrittenUpdates.NONE;
    private boolean thinned;
    private String text = "";

    /** Everything up to a commit of the mirror that the policies in force there ask for. */
    synchronized WrittenUpdates upTo(Mirror mirror, CommitId tip, PoliciesInForce inForce) {
        if (thinned && !text.equals(inForce.text())) {
            readTo = Optional.empty();
            thinned = false;
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
        List<Written> found = new ArrayList<>();
        for (Commit commit : line) {
            found.addAll(OurTrailers.read(commit));
            commit.parents().stream().skip(1).forEach(merged -> found.addAll(broughtIn(mirror, merged, known)));
        }
        if (joined) {
            found.addAll(written.all());
        }
        WrittenUpdates whole = new WrittenUpdates(found.stream().distinct().toList());
        written = whole.thinned(inForce.policies());
        thinned |= written.all().size() < whole.all().size();
        text = inForce.text();
        readTo = Optional.of(tip);
        return written;
    }

    /** A request that was merged by a merge commit has our commits on its own side. */
    private static List<Written> broughtIn(Mirror mirror, CommitId merged, Set<CommitId> known) {
        try (Stream<Commit> commits = mirror.firstParents(merged).limit(MOST_OF_A_MERGE)) {
            return commits.takeWhile(commit -> !known.contains(commit.id()))
                    .flatMap(commit -> OurTrailers.read(commit).stream())
                    .toList();
        }
    }
}

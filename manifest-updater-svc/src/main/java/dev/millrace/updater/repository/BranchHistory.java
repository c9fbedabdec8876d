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
import java.util.stream.Stream;

/** What our trailers on a branch's first-parent history say; each commit is read once. */
final class BranchHistory {
    private Optional<CommitId> readTo = Optional.empty();
    private WrittenUpdates written = WrittenUpdates.NONE;

    /** Everything up to a commit of the mirror. */
    synchronized WrittenUpdates upTo(Mirror mirror, CommitId tip) {
        if (readTo.equals(Optional.of(tip))) {
            return written;
        }
        List<Written> found = new ArrayList<>();
        try (Stream<Commit> commits = mirror.firstParents(tip)) {
            for (Iterator<Commit> each = commits.iterator(); each.hasNext(); ) {
                Commit commit = each.next();
                if (readTo.equals(Optional.of(commit.id()))) {
                    found.addAll(written.all());
                    break;
                }
                found.addAll(OurTrailers.read(commit));
            }
        }
        written = new WrittenUpdates(found);
        readTo = Optional.of(tip);
        return written;
    }
}

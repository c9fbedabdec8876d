package dev.millrace.git.read;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.RepositoryCorruption;
import dev.millrace.git.commit.Commit;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.NoMergeBaseException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ThreeWayMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/** Histories that meet in a merge. Nothing is written. */
final class Merges {
    private static final int MAX_COMMITS = 1_000;

    private final Repository repository;
    private final RepositoryCorruption corruption;

    Merges(Repository repository, RepositoryCorruption corruption) {
        this.repository = repository;
        this.corruption = corruption;
    }

    /** The newest common ancestor of two commits; empty if their histories have nothing in common. */
    Optional<CommitId> base(CommitId one, CommitId other) {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(ObjectId.fromString(one.value())));
            walk.markStart(walk.parseCommit(ObjectId.fromString(other.value())));
            return Optional.ofNullable(walk.next()).map(base -> new CommitId(base.name()));
        } catch (IOException e) {
            throw corruption.unreadable("finding the merge base of " + one + " and " + other + " in the mirror", e);
        }
    }

    /**
     * Returns true if a merge brings nothing into its first parent but accepted commits: each commit that the merge adds is accepted or is an automatic
     * merge, and the merge itself has the files of an automatic one.
     */
    boolean bringsOnly(CommitId merge, Predicate<Commit> accepted) {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit tip = walk.parseCommit(ObjectId.fromString(merge.value()));
            if (!isAutomatic(tip)) {
                return false;
            }
            walk.markStart(walk.parseCommit(tip.getParent(1)));
            walk.markUninteresting(walk.parseCommit(tip.getParent(0)));
            int added = 0;
            for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
                added++;
                if (added > MAX_COMMITS || !(accepted.test(History.of(commit)) || isAutomatic(commit))) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw corruption.unreadable("reading the merge " + merge + " in the mirror", e);
        }
    }

    /** Returns true for a merge of two commits in which nobody changed anything by hand. */
    private boolean isAutomatic(RevCommit commit) throws IOException {
        if (commit.getParentCount() != 2) {
            return false;
        }
        ThreeWayMerger merger = MergeStrategy.RECURSIVE.newMerger(repository, true);
        try {
            return merger.merge(commit.getParent(0), commit.getParent(1))
                    && commit.getTree().equals(merger.getResultTreeId());
        } catch (NoMergeBaseException e) {
            return false;
        }
    }
}

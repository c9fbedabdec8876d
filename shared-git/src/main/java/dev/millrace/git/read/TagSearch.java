package dev.millrace.git.read;

import dev.millrace.events.value.CommitId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevFlag;
import org.eclipse.jgit.revwalk.RevFlagSet;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Finds the nearest of many tagged commits as {@code git describe --tags} does: among the first candidates by date, the one that lacks the fewest
 * commits.
 */
final class TagSearch implements AutoCloseable {
    /** The default of {@code git describe --candidates}. */
    private static final int MAX_CANDIDATES = 10;

    private final RevWalk walk;
    private final Set<CommitId> tagged;
    private final List<Candidate> candidates = new ArrayList<>();
    private final RevFlagSet allFlags = new RevFlagSet();

    private static final class Candidate {
        private final CommitId commit;
        private final RevFlag inItsHistory;
        private long distance;

        Candidate(CommitId commit, RevFlag inItsHistory, long distance) {
            this.commit = commit;
            this.inItsHistory = inItsHistory;
            this.distance = distance;
        }
    }

    TagSearch(Repository repository, Set<CommitId> tagged) {
        this.walk = new RevWalk(repository);
        this.tagged = tagged;
        walk.setRetainBody(false);
    }

    Optional<Description> from(ObjectId tip) throws IOException {
        walk.markStart(walk.parseCommit(tip));
        long passed = 0;
        for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
            addIfTagged(commit, passed);
            if (!candidates.isEmpty() && commit.hasAll(allFlags)) {
                skipHistoryOf(commit);
            } else {
                count(commit);
            }
            passed++;
        }
        return candidates.stream()
                .min(Comparator.comparingLong(candidate -> candidate.distance))
                .map(candidate -> new Description(candidate.commit, candidate.distance));
    }

    /** A commit in the history of a candidate is farther away than the candidate. */
    private void addIfTagged(RevCommit commit, long passed) {
        CommitId id = new CommitId(commit.name());
        if (candidates.size() < MAX_CANDIDATES && !commit.hasAny(allFlags) && tagged.contains(id)) {
            RevFlag flag = walk.newFlag(commit.name());
            allFlags.add(flag);
            walk.carry(flag);
            commit.add(flag);
            commit.carry(flag);
            candidates.add(new Candidate(id, flag, passed));
        }
    }

    private void count(RevCommit commit) {
        for (Candidate candidate : candidates) {
            if (!commit.has(candidate.inItsHistory)) {
                candidate.distance++;
            }
        }
    }

    /** All that follows is in the history of each candidate and changes no distance. */
    private static void skipHistoryOf(RevCommit commit) {
        for (RevCommit parent : commit.getParents()) {
            parent.add(RevFlag.SEEN);
        }
    }

    @Override
    public void close() {
        walk.close();
    }
}

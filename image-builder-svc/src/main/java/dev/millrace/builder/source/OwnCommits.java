package dev.millrace.builder.source;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.read.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Distinguishes the commits that Millrace made, which are never built, from those of users. */
final class OwnCommits {
    /** The trailer of every commit that Millrace makes. */
    private static final String OUR_TRAILER = "Millrace-Event";

    private static final int MAX_STEPS = 1_000;

    /** The number of branches whose tips are compared with a squashed request. */
    private static final int MAX_COMPARED_BRANCHES = 1_000;

    private static final int MAX_SQUASHED_PATHS = 1_000;

    private final String ownCommitter;

    /** @param ownCommitter the e-mail address of commits made by Millrace */
    OwnCommits(String ownCommitter) {
        this.ownCommitter = ownCommitter;
    }

    /**
     * The newest commit on the first-parent history that brings something of a user's; empty if there is none among the last {@value #MAX_STEPS}.
     */
    Optional<Commit> newestOfUsers(Mirror mirror, CommitId tip) {
        try (Stream<Commit> history = mirror.firstParents(tip)) {
            return history.limit(MAX_STEPS)
                    .filter(commit ->
                            !isOwn(commit) && !mergesOwnOnly(mirror, commit) && !squashesOwnOnly(mirror, commit))
                    .findFirst();
        }
    }

    private boolean isOwn(Commit commit) {
        return commit.committer().email().equalsIgnoreCase(ownCommitter)
                && !commit.trailers(OUR_TRAILER).isEmpty();
    }

    /** Returns true for the merge of a request of ours by any user. */
    private boolean mergesOwnOnly(Mirror mirror, Commit commit) {
        return commit.parents().size() > 1 && mirror.history().mergeBringsOnly(commit.id(), this::isOwn);
    }

    /**
     * Returns true for a request of ours that its host squashed into one commit by any user. Its message depends on the host and on the user, so it is
     * recognized by its content: it changes the files of a branch of our commits alone, to exactly what they are there. A request whose branch the mirror
     * lacks, or that needed a merge within a file, counts as a user's.
     */
    private boolean squashesOwnOnly(Mirror mirror, Commit commit) {
        if (commit.parents().size() != 1) {
            return false;
        }
        CommitId parent = commit.parents().getFirst();
        return mirror.tips().entrySet().stream()
                .filter(ref -> ref.getKey().isBranch())
                .map(Map.Entry::getValue)
                .distinct()
                .limit(MAX_COMPARED_BRANCHES)
                .filter(tip -> isOwn(mirror.commit(tip)))
                .anyMatch(tip -> mirror.history()
                        .mergeBase(tip, parent)
                        .filter(base -> hasOnlyOwn(mirror, base, tip))
                        .filter(base -> isSameChange(mirror, base, tip, parent, commit.id()))
                        .isPresent());
    }

    private boolean hasOnlyOwn(Mirror mirror, CommitId base, CommitId tip) {
        try (Stream<Commit> history = mirror.firstParents(tip)) {
            return history.limit(MAX_STEPS)
                    .filter(commit -> commit.id().equals(base) || !isOwn(commit))
                    .findFirst()
                    .filter(commit -> commit.id().equals(base))
                    .isPresent();
        }
    }

    private static boolean isSameChange(
            Mirror mirror, CommitId base, CommitId tip, CommitId parent, CommitId squashed) {
        Optional<List<String>> paths = mirror.changedPaths(Optional.of(parent), squashed, MAX_SQUASHED_PATHS);
        Tree one = mirror.tree(tip);
        Tree other = mirror.tree(squashed);
        return paths.filter(changed -> !changed.isEmpty()).isPresent()
                && paths.equals(mirror.changedPaths(Optional.of(base), tip, MAX_SQUASHED_PATHS))
                && paths.get().stream()
                        .allMatch(path -> one.objectId(path).equals(other.objectId(path))
                                && one.kind(path).equals(other.kind(path)));
    }
}

package dev.millrace.builder.source;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.mirror.Mirror;
import java.util.Optional;
import java.util.stream.Stream;

/** Distinguishes the commits that Millrace made, which are never built, from those of users. */
final class OwnCommits {
    /** The trailer of every commit that Millrace makes. */
    private static final String OUR_TRAILER = "Millrace-Event";

    private static final int MAX_STEPS = 1_000;

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
                    .filter(commit -> !isOwn(commit) && !mergesOwnOnly(mirror, commit))
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
}

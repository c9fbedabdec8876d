package dev.millrace.updater.review;

import dev.millrace.events.value.CommitId;
import java.util.Optional;

/** What became of the wish to merge a request. */
public sealed interface MergeResult {

    /**
     * It is merged.
     *
     * @param commit what the merge made, if the host told
     */
    record Merged(Optional<CommitId> commit) implements MergeResult {}

    /** The host merges it by itself once its checks and reviews allow. */
    record Scheduled() implements MergeResult {}

    /** Not now: checks, reviews, a conflict, a branch that moved. Worth another try later. */
    record Deferred(String reason) implements MergeResult {}
}

package dev.millrace.updater.review;

import dev.millrace.events.value.CommitId;
import java.util.Optional;

/** The result of an attempt to merge a request. */
public sealed interface MergeResult {

    /**
     * The request is merged.
     *
     * @param commit the merge commit, if the host states it
     */
    record Merged(Optional<CommitId> commit) implements MergeResult {}

    /** The host merges it by itself once its checks and reviews allow. */
    record Scheduled() implements MergeResult {}

    /** Not possible now because of checks, reviews, a conflict, or a moved branch. To be tried again later. */
    record Deferred(String reason) implements MergeResult {}
}

package dev.millrace.updater.review;

import dev.millrace.events.value.CommitId;
import java.util.Optional;

/** What became of the wish to merge a request. */
public sealed interface Merging {

    /**
     * It is merged.
     *
     * @param commit what the merge made, if the host told
     */
    record Merged(Optional<CommitId> commit) implements Merging {}

    /** The host merges it by itself once its checks and reviews allow. */
    record Waits() implements Merging {}

    /** Not now: checks, reviews, a conflict, a branch that moved. Worth another try later. */
    record NotYet(String reason) implements Merging {}
}

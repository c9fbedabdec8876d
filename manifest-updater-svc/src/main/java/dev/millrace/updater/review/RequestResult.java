package dev.millrace.updater.review;

import java.util.Optional;

/** The state of a group's request after it was reconciled. */
public sealed interface RequestResult {

    /**
     * The request is open and matches the proposal.
     *
     * @param waitsFor the reason why it is not merged yet; absent if it is to be merged by a user
     */
    record Open(ReviewRequest request, Optional<String> waitsFor) implements RequestResult {}

    /** The request was merged just now. */
    record Merged(ReviewRequest request) implements RequestResult {}

    /** A user closed a request with exactly these changes; the next one is opened when the changes differ. */
    record Declined(ReviewRequest request) implements RequestResult {}

    /** There is no request. */
    record None() implements RequestResult {}
}

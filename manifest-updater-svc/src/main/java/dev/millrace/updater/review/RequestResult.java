package dev.millrace.updater.review;

import java.util.Optional;

/** What stands after a group's request was seen to. */
public sealed interface RequestResult {

    /**
     * It is open and says what was proposed.
     *
     * @param waitsFor why it isn't merged yet, if it is to be merged by itself
     */
    record Open(ReviewRequest request, Optional<String> waitsFor) implements RequestResult {}

    /** It was merged just now, as was asked for. */
    record Merged(ReviewRequest request) implements RequestResult {}

    /** A person closed it with these very changes; nothing is opened until there are others. */
    record Declined(ReviewRequest request) implements RequestResult {}

    /** There is none, as asked for. */
    record None() implements RequestResult {}
}

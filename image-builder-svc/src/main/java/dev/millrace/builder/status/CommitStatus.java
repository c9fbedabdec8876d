package dev.millrace.builder.status;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.net.URI;
import java.util.Optional;

/**
 * The status of a commit in one context.
 *
 * @param ref the branch or tag for which the commit was built
 * @param context the name of the status; each image has its own
 * @param text the description: one line of at most {@value #MAX_TEXT_LENGTH} characters, without credentials
 * @param target the page with details
 */
record CommitStatus(CommitId commit, GitRef ref, String context, State state, String text, Optional<URI> target) {
    /** GitHub's limit; the other hosts accept more. */
    static final int MAX_TEXT_LENGTH = 140;

    /** The state of a build, for its commit. */
    enum State {
        PENDING,
        SUCCESS,
        FAILURE
    }

    CommitStatus {
        text = shortened(text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip());
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= MAX_TEXT_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_TEXT_LENGTH - 1)) + "…";
    }
}

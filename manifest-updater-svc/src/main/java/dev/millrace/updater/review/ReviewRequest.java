package dev.millrace.updater.review;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A pull or merge request, as its host returns it.
 *
 * @param number the number that users see within the repository
 * @param page the web page
 * @param head the source branch
 * @param base the target branch
 * @param labels the labels; empty on hosts without labels
 */
public record ReviewRequest(
        long number, URI page, GitRef head, GitRef base, String title, String text, List<String> labels, State state) {
    public ReviewRequest {
        labels = List.copyOf(labels);
    }

    /** The state of a request. */
    public sealed interface State {

        /** The request is open. */
        record Open() implements State {}

        /**
         * The changes are on the base branch.
         *
         * @param by the user's name, if the host states it
         * @param commit the merge commit, if the host states it
         */
        record Merged(Optional<String> by, Optional<CommitId> commit) implements State {}

        /** The request is closed, declined or superseded; its changes are not on the base branch. */
        record Closed() implements State {}
    }

    /** A copy with other labels. */
    public ReviewRequest withLabels(List<String> others) {
        return new ReviewRequest(number, page, head, base, title, text, others, state);
    }

    /** A copy in another state. */
    public ReviewRequest withState(State other) {
        return new ReviewRequest(number, page, head, base, title, text, labels, other);
    }

    public boolean isOpen() {
        return state instanceof State.Open;
    }
}

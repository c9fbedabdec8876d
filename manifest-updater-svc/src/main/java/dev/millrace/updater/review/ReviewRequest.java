package dev.millrace.updater.review;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A pull or merge request, as its host tells it.
 *
 * @param number what people call it within the repository
 * @param page where people look at it
 * @param head the branch it is from
 * @param base the branch it goes into
 * @param labels none on hosts that have none
 */
public record ReviewRequest(
        long number, URI page, GitRef head, GitRef base, String title, String text, List<String> labels, State state) {
    public ReviewRequest {
        labels = List.copyOf(labels);
    }

    /** What became of it. */
    public sealed interface State {

        /** Nothing yet. */
        record Open() implements State {}

        /**
         * Its changes are on the base branch.
         *
         * @param by a user's name, if the host told
         * @param commit what the merge made, if the host told
         */
        record Merged(Optional<String> by, Optional<CommitId> commit) implements State {}

        /** Closed, declined, superseded: its changes are not on the base branch. */
        record Closed() implements State {}
    }

    /** The same with other labels. */
    public ReviewRequest withLabels(List<String> others) {
        return new ReviewRequest(number, page, head, base, title, text, others, state);
    }

    /** The same in another state. */
    public ReviewRequest withState(State other) {
        return new ReviewRequest(number, page, head, base, title, text, labels, other);
    }

    public boolean isOpen() {
        return state instanceof State.Open;
    }
}

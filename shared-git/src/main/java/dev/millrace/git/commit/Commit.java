package dev.millrace.git.commit;

import dev.millrace.events.value.CommitId;
import java.time.Instant;
import java.util.List;

/**
 * A commit without its tree.
 *
 * @param parents in order; empty for a root commit
 * @param committedAt the committer's time, to the second
 * @param message the whole message, with its trailers
 */
public record Commit(
        CommitId id, List<CommitId> parents, Person author, Person committer, Instant committedAt, String message) {

    public Commit {
        parents = List.copyOf(parents);
    }

    /** The first line of the message. */
    public String subject() {
        return message.lines().findFirst().orElse("");
    }

    /** The values of the trailers of this name (in any case), in order; read as {@code git interpret-trailers --parse} does. */
    public List<String> trailers(String name) {
        return Trailers.of(message).stream()
                .filter(trailer -> trailer.key().equalsIgnoreCase(name))
                .map(Trailers.Trailer::value)
                .toList();
    }
}

package dev.millrace.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A ref of a configuration repository moved, by a commit of Millrace or of a user.
 *
 * @param before the previous tip of the ref; {@link CommitId#NONE} if the ref is new or the tip is unknown
 * @param commit the new tip of the ref; {@link CommitId#NONE} if the ref was deleted
 * @param parent the commit's first parent; absent for a root commit
 * @param paths the paths that differ between {@code before} and {@code commit}, at most {@value #MAX_PATHS}
 * @param pathsOmitted the number of further paths that differ
 * @param edits the values that Millrace changed; for a user's commit, those of the Millrace commits that it carries on, if any
 * @param causes the changes that this commit combines; for a user's commit, those of the Millrace commits that it carries on by a merge, squash or rebase,
 *     if any
 */
public record ConfigCommitted(
        RepositoryId repository,
        GitRef ref,
        CommitId before,
        CommitId commit,
        Optional<CommitId> parent,
        List<String> paths,
        int pathsOmitted,
        List<Edit> edits,
        Origin origin,
        List<Cause> causes,
        Instant committedAt)
        implements Event {

    /** The maximum number of paths in one event. */
    public static final int MAX_PATHS = 1000;

    /** The author and the reason of the commit. */
    public enum Origin {
        @JsonProperty("update")
        UPDATE,
        @JsonProperty("promotion")
        PROMOTION,
        @JsonProperty("rollback")
        ROLLBACK,
        @JsonProperty("human")
        HUMAN
    }

    /**
     * One changed value.
     *
     * @param path the file, relative to the repository root
     * @param field the position in the file, such as {@code images[0].newTag} or {@code line 12}
     */
    public record Edit(String policy, String path, String field, String from, String to) {}

    public ConfigCommitted {
        paths = List.copyOf(paths);
        edits = List.copyOf(edits);
        causes = List.copyOf(causes);
        if (paths.size() > MAX_PATHS) {
            throw new IllegalArgumentException("more than " + MAX_PATHS + " paths: " + paths.size());
        }
    }

    @Override
    public Topic topic() {
        return Topic.CONFIG_COMMITTED;
    }

    @Override
    public String key() {
        return repository + "#" + ref;
    }

    @Override
    public EventId id() {
        return EventId.of("config.committed", repository.value(), ref.value(), before.value(), commit.value());
    }

    @Override
    public String subject() {
        return repository + "@" + commit.shortForm();
    }
}

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
 * A ref of a configuration repository moved, by our commit or a person's.
 *
 * @param before where the ref stood; {@link CommitId#NONE} if it is new or that isn't known
 * @param commit where it stands; {@link CommitId#NONE} if it was deleted
 * @param parent the commit's first parent; absent for a root commit
 * @param paths what differs between {@code before} and {@code commit}, at most {@value #MOST_PATHS}
 * @param pathsOmitted how many more differ
 * @param edits what we changed; empty for a person's commit
 * @param causes the changes that this commit joins; of a person's commit those of our commits that it merges, if any
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

    /** The most paths that one event names. */
    public static final int MOST_PATHS = 1000;

    /** Who made the commit, and why. */
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
     * One value that was changed.
     *
     * @param path the file, from the repository's root
     * @param field where in the file, such as {@code images[0].newTag} or {@code line 12}
     */
    public record Edit(String policy, String path, String field, String from, String to) {}

    public ConfigCommitted {
        paths = List.copyOf(paths);
        edits = List.copyOf(edits);
        causes = List.copyOf(causes);
        if (paths.size() > MOST_PATHS) {
            throw new IllegalArgumentException("more than " + MOST_PATHS + " paths: " + paths.size());
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

package dev.millrace.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import java.time.Instant;
import java.util.Optional;

/**
 * A decided edit that waits for its branch's one writer.
 *
 * @param policy the policy's name in {@code .millrace/updates.yaml}
 * @param place the environment or path that the edit is for; empty for wherever the policy's places are
 * @param image the image, with the tag and digest it shall get
 * @param pushedAt when the registry had it
 * @param builtAt when it was made, as its own configuration says; absent if it doesn't say
 * @param source the commit it was built from; absent for a foreign image
 * @param reverts the commit of ours to take back; present for {@link Kind#REVERT} only
 * @param cause the event that the decision was made on
 */
public record UpdateRequested(
        RepositoryId repository,
        GitRef ref,
        String policy,
        String place,
        Kind kind,
        ImageName image,
        Tag tag,
        Digest digest,
        Instant pushedAt,
        Optional<Instant> builtAt,
        Optional<Source> source,
        Optional<CommitId> reverts,
        EventId cause,
        Instant decidedAt)
        implements Event {

    /** Why the edit is made. */
    public enum Kind {
        @JsonProperty("image")
        IMAGE,
        @JsonProperty("promotion")
        PROMOTION,
        @JsonProperty("revert")
        REVERT
    }

    public UpdateRequested {
        if (reverts.isPresent() != (kind == Kind.REVERT)) {
            throw new IllegalArgumentException("a revert, and nothing else, names the commit it takes back: " + kind);
        }
    }

    @Override
    public Topic topic() {
        return Topic.UPDATE_REQUESTED;
    }

    @Override
    public String key() {
        return repository + "#" + ref;
    }

    @Override
    public EventId id() {
        return EventId.of("update.requested", key(), policy, place, image + ":" + tag + "@" + digest, cause.value());
    }

    @Override
    public String subject() {
        return policy + " " + image + ":" + tag;
    }
}

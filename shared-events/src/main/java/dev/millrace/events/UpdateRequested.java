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
 * A planned edit that waits for the writer of its branch.
 *
 * @param policy the policy's name in {@code .millrace/updates.yaml}
 * @param place the environment or path of the edit; empty for all places of the policy
 * @param image the image, with its new tag and digest
 * @param pushedAt the time of the push
 * @param builtAt the creation time in the image configuration; absent if it is not set
 * @param source the commit from which the image was built; absent for an external image
 * @param reverts the Millrace commit to revert; present for {@link Kind#REVERT} only
 * @param cause the event that triggered the decision
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

    /** The reason for the edit. */
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
            throw new IllegalArgumentException("reverts must be set for a revert only: " + kind);
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

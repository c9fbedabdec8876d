package dev.millrace.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An image stands in its registry, ready to be deployed.
 *
 * @param platforms what it runs on; empty if the registry didn't say
 * @param source the commit it was built from; absent for a foreign image
 * @param tests how its tests went; absent if none were asked for, or for a foreign image
 * @param engine what built it, such as {@code buildah}; absent for a foreign image
 * @param startedAt when the build began; absent for a foreign image
 * @param builtAt when the image was made, as its own configuration says; absent if it doesn't say, and then not newer than any other
 * @param pushedAt when the registry had it
 */
public record ImageBuilt(
        ImageName image,
        Tag tag,
        Digest digest,
        List<Platform> platforms,
        Optional<Source> source,
        Optional<Tests> tests,
        Optional<String> engine,
        Origin origin,
        Optional<Instant> startedAt,
        Optional<Instant> builtAt,
        Instant pushedAt)
        implements Event {

    /** Who brought the image: our own build, or somebody's push that the registry told us of. */
    public enum Origin {
        @JsonProperty("build")
        BUILD,
        @JsonProperty("registry")
        REGISTRY
    }

    /**
     * The tests that had to pass before the image was built.
     *
     * @param stage the Dockerfile stage, or the image, that ran them
     * @param durationMillis how long they took, in milliseconds; 0 if an earlier result was found in the registry
     */
    public record Tests(String stage, long durationMillis) {}

    public ImageBuilt {
        platforms = List.copyOf(platforms);
    }

    @Override
    public Topic topic() {
        return Topic.IMAGE_BUILT;
    }

    @Override
    public String key() {
        return image.value();
    }

    @Override
    public EventId id() {
        return EventId.of("image.built", image.value(), tag.value(), digest.value());
    }

    @Override
    public String subject() {
        return image + ":" + tag;
    }
}

package dev.millrace.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An image is in its registry, ready for deployment.
 *
 * @param platforms the platforms of the image; empty if unknown
 * @param source the commit from which the image was built; absent for an external image
 * @param tests the result of its tests; absent if none were configured, or for an external image
 * @param engine the build tool, such as {@code buildah}; absent for an external image
 * @param startedAt the start of the build; absent for an external image
 * @param builtAt the creation time in the image configuration; an image without it is not newer than any other
 * @param pushedAt the time of the push
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

    /** The origin of the image: a build by Millrace, or a push that the registry reported. */
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
     * @param durationMillis the duration in milliseconds; 0 if an earlier result was found in the registry
     * @param counts the test cases of its JUnit reports; absent if there are none
     */
    public record Tests(String stage, long durationMillis, Optional<Counts> counts) {}

    /**
     * Numbers of test cases.
     *
     * @param total all, including failed and skipped ones
     * @param failed with a failure or an error that the test itself tolerated
     */
    public record Counts(int total, int failed, int skipped) {}

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
        // A ref that was moved back names an earlier image again, which is another fact.
        return source.flatMap(Source::rewoundAt)
                .map(at -> EventId.of("image.built", image.value(), tag.value(), digest.value(), at.toString()))
                .orElseGet(() -> EventId.of("image.built", image.value(), tag.value(), digest.value()));
    }

    @Override
    public String subject() {
        return image + ":" + tag;
    }

    /** The chain of the image: that of its source commit or, for an external image, its own. */
    public ChainId chain() {
        return source.map(from -> ChainId.of(from.repository(), from.commit()))
                .orElseGet(() -> ChainId.of(image, digest));
    }
}

package dev.millrace.updater.decide;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import java.util.Optional;

/**
 * The version in a policy's places, where they agree.
 *
 * @param digest absent if the places have none
 * @param built the build info from the registry or from our trailers
 */
public record PresentVersion(Tag tag, Optional<Digest> digest, Optional<BuildInfo> built) {

    /** The candidate for a comparison; the build info may come from our trailers of the same image: other images can have the same tag. */
    Candidate candidate(ImageName image, WrittenUpdates written) {
        Candidate plain = new Candidate(tag, digest, built);
        return built.isPresent()
                ? plain
                : written.all().stream()
                        .filter(one -> one.image().equals(image))
                        .map(Candidate::of)
                        .filter(plain::isSameAs)
                        .findFirst()
                        .orElse(plain);
    }
}

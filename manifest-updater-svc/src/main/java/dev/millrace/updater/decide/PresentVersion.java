package dev.millrace.updater.decide;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import java.util.Optional;

/**
 * What stands in a policy's places, where they agree.
 *
 * @param digest absent if the places have none
 * @param built what the registry or our trailers know of its making
 */
public record PresentVersion(Tag tag, Optional<Digest> digest, Optional<BuildInfo> built) {

    /** To be compared; our trailers may know its making. */
    Candidate candidate(WrittenUpdates written) {
        Candidate plain = new Candidate(tag, digest, built);
        return built.isPresent()
                ? plain
                : written.all().stream()
                        .map(Candidate::of)
                        .filter(plain::isSameAs)
                        .findFirst()
                        .orElse(plain);
    }
}

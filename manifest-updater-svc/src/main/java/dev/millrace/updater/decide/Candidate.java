package dev.millrace.updater.decide;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import java.util.Optional;

/**
 * An image to compare with another of the same name.
 *
 * @param digest absent if only the tag is known, as for a value that a user wrote
 * @param built absent if nothing is known of its build
 */
public record Candidate(Tag tag, Optional<Digest> digest, Optional<BuildInfo> built) {

    static Candidate of(UpdateRequested update, BuildInfo built) {
        return new Candidate(update.tag(), Optional.of(update.digest()), Optional.of(built));
    }

    /** The image that a commit of ours wrote. */
    public static Candidate of(WrittenUpdate written) {
        return new Candidate(written.tag(), Optional.of(written.digest()), Optional.of(written.built()));
    }

    /** Returns true if both are the same image under the same tag, as far as is known. */
    boolean isSameAs(Candidate other) {
        boolean sameDigest = digest.isEmpty() || other.digest.isEmpty() || digest.equals(other.digest);
        return tag.equals(other.tag) && sameDigest;
    }
}

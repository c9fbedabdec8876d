package dev.millrace.updater.decide;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import java.util.Optional;

/**
 * An image that is compared with another of the same name.
 *
 * @param digest absent if only the tag is known, as of a value that a person wrote
 * @param built what is known of its making; absent if nothing is
 */
public record Candidate(Tag tag, Optional<Digest> digest, Optional<BuildInfo> built) {

    static Candidate of(UpdateRequested update, BuildInfo built) {
        return new Candidate(update.tag(), Optional.of(update.digest()), Optional.of(built));
    }

    /** What a commit of ours wrote. */
    public static Candidate of(WrittenUpdate written) {
        return new Candidate(written.tag(), Optional.of(written.digest()), Optional.of(written.built()));
    }

    /** Whether both are one image under one tag, as far as is known. */
    boolean isSameAs(Candidate other) {
        boolean sameDigest = digest.isEmpty() || other.digest.isEmpty() || digest.equals(other.digest);
        return tag.equals(other.tag) && sameDigest;
    }
}

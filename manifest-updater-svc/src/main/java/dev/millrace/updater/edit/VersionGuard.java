package dev.millrace.updater.edit;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import java.util.Optional;

/** Decides if a place keeps its version, because that is not older than the one to write. */
@FunctionalInterface
public interface VersionGuard {
    /** Every version is replaced. */
    VersionGuard NONE = (tag, digest) -> Optional.empty();

    /**
     * The reason why a version stays; empty if it is replaced.
     *
     * @param tag absent if the place has a digest only
     * @param digest absent if the place has a tag only
     */
    Optional<String> reasonToKeep(Optional<Tag> tag, Optional<Digest> digest);
}

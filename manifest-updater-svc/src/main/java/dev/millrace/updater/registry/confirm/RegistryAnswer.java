package dev.millrace.updater.registry.confirm;

import dev.millrace.events.Source;
import dev.millrace.events.value.Digest;
import java.util.Optional;

/**
 * The registry's answer about an image.
 *
 * @param tagged the digest that the tag names; absent if there is no such tag
 * @param exists true if the digest exists, under whatever tag
 * @param labelled the source in the labels of our builder; absent if the image has none, or if the claim names no source
 */
record RegistryAnswer(Optional<Digest> tagged, boolean exists, Optional<Source> labelled) {

    /** The objection to a claim; empty if the registry confirms it. */
    Optional<String> objection(ImageClaim claim) {
        if (!exists) {
            return Optional.of("the registry has no such image");
        }
        if (claim.tagMustMatch() && !tagged.equals(Optional.of(claim.digest()))) {
            return Optional.of(tagged.map(digest -> "the tag " + claim.tag() + " names " + digest + " now")
                    .orElse("the registry has no tag " + claim.tag() + " any more"));
        }
        return labelled.flatMap(label -> claim.source().flatMap(source -> difference(source, label)));
    }

    /** The same commit may have been built from another ref, such as the branch of a release. */
    private static Optional<String> difference(Source claimed, Source labelled) {
        boolean same = claimed.repository().equals(labelled.repository())
                && claimed.commit().equals(labelled.commit());
        return same
                ? Optional.empty()
                : Optional.of("its labels name " + labelled.repository() + "@"
                        + labelled.commit().shortForm() + ", and the event "
                        + claimed.repository() + "@" + claimed.commit().shortForm());
    }
}

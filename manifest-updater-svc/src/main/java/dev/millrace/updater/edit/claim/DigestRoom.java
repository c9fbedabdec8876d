package dev.millrace.updater.edit.claim;

import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.text.Node;
import dev.millrace.updater.edit.text.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The position of the digest for a tag of a policy that pins. */
public sealed interface DigestRoom {

    /** Behind the tag: {@code 1.0@sha256:…}. */
    record InTag() implements DigestRoom {}

    /** In another place of the policy. */
    record Elsewhere() implements DigestRoom {}

    /** Nowhere, so that the policy does not pin as its user requested. */
    record Nowhere(String reason) implements DigestRoom {}

    /**
     * The room for the digest at a tag.
     *
     * @param all the places of the file
     */
    static DigestRoom of(Place tag, List<Place> all) {
        List<Place> own = all.stream()
                .filter(place -> place.policy().equals(tag.policy()))
                .toList();
        if (hasDigestBeside(tag, own)) {
            return new Elsewhere();
        }
        Optional<String> obstacle = obstacle(tag);
        boolean carried = own.stream().anyMatch(place -> place.start() != tag.start() && carries(place));
        if (obstacle.isPresent()) {
            return carried ? new Elsewhere() : new Nowhere(obstacle.get());
        }
        boolean pinned = own.stream().anyMatch(place -> place.part() == Part.REFERENCE);
        return pinned && !isTagOfImage(tag) ? new Elsewhere() : new InTag();
    }

    /** A digest in the mapping of the tag, or one that has no tag in its own mapping and so belongs to all of the file. */
    private static boolean hasDigestBeside(Place tag, List<Place> own) {
        return own.stream()
                .filter(place -> place.part() == Part.DIGEST)
                .anyMatch(digest -> digest.owner().equals(tag.owner())
                        || own.stream()
                                .noneMatch(other -> other.part() == Part.TAG
                                        && other.owner().equals(digest.owner())));
    }

    private static boolean carries(Place place) {
        return place.part() != Part.NAME
                && (place.part() != Part.TAG || obstacle(place).isEmpty());
    }

    private static Optional<String> obstacle(Place tag) {
        if (tag.isLabel()) {
            return Optional.of("a label cannot hold a digest; give the policy a place that can");
        }
        if (tag.isChartVersion()) {
            return Optional.of("the version of a chart has no digest; remove 'digest' or 'channel' from the policy");
        }
        if (tag.isMatch()) {
            return Optional.of(
                    "the expression has no group 'digest'; add one, or match the whole reference as 'image'");
        }
        return digestBeside(tag)
                .map(digest -> "the digest beside it is not a place of the policy; add " + digest.field()
                        + " to its 'places'");
    }

    private static Optional<Scalar> digestBeside(Place tag) {
        return tag.scalar()
                .flatMap(scalar ->
                        scalar.parent() instanceof Node.Mapping mapping ? mapping.text("digest") : Optional.empty())
                .filter(digest -> !digest.value().isBlank());
    }

    /** In YAML the key, or a repository beside it, shows that a value is the tag of an image; other text has no keys. */
    private static boolean isTagOfImage(Place tag) {
        return tag.scalar()
                .map(scalar -> scalar.key().toLowerCase(Locale.ROOT).endsWith("tag")
                        || (scalar.parent() instanceof Node.Mapping mapping
                                && mapping.text("repository").isPresent()))
                .orElse(true);
    }
}

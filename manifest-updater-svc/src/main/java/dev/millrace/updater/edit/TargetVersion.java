package dev.millrace.updater.edit;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.claim.DigestRoom;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.WrittenImage;
import java.util.List;

/**
 * The version that a policy writes to its places.
 *
 * @param guard decides which places keep their value, because they have a version that is not older
 */
public record TargetVersion(Search search, Tag tag, Digest digest, VersionGuard guard) {
    /** A version that replaces every other one. */
    public TargetVersion(Search search, Tag tag, Digest digest) {
        this(search, tag, digest, VersionGuard.NONE);
    }

    /**
     * The new value of a place. A value with a digest keeps one; a name that means the image keeps its form.
     *
     * @param all the places of the file
     */
    String text(Place place, List<Place> all) {
        WrittenImage now = WrittenImage.of(place.value().image());
        boolean hasDigest = !now.digest().isEmpty();
        String image =
                switch (place.part()) {
                    case REFERENCE -> {
                        boolean tagged = !now.tag().isEmpty() || !hasDigest || search.pinned() || !isNamed(place, now);
                        yield name(place, now)
                                + (tagged ? ":" + tag : "")
                                + (search.pinned() || hasDigest ? "@" + digest : "");
                    }
                    case NAME -> name(place, now);
                    case TAG -> version(place) + (hasDigest || isPinnedAt(place, all) ? "@" + digest : "");
                    case DIGEST -> digest.value();
                };
        return place.value().with(image);
    }

    /**
     * The new value of a part that is not there yet.
     *
     * @param beside true if the digest is a value of its own
     */
    String text(Part part, boolean beside) {
        String pin = search.pinned() && !beside ? "@" + digest : "";
        return switch (part) {
            case REFERENCE -> search.image() + ":" + tag + pin;
            case NAME -> search.image().value();
            case TAG -> tag + pin;
            case DIGEST -> digest.value();
        };
    }

    private boolean isPinnedAt(Place tag, List<Place> all) {
        return search.pinned() && DigestRoom.of(tag, all) instanceof DigestRoom.InTag;
    }

    private String name(Place place, WrittenImage now) {
        return isNamed(place, now) ? now.name() : search.image().value();
    }

    private boolean isNamed(Place place, WrittenImage now) {
        String name = place.registry().isEmpty() ? now.name() : place.registry() + "/" + now.name();
        return new WrittenImage(name, "", "").names(search.image());
    }

    /** A chart's version {@code 1.2.0+5} has the tag {@code 1.2.0_5} in a registry, because tags cannot contain a plus: where one stands, a version is meant. */
    private String version(Place place) {
        return place.isChartVersion() ? tag.value().replace('_', '+') : tag.value();
    }
}

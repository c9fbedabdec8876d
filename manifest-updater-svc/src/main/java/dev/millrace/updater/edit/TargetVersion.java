package dev.millrace.updater.edit;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.WrittenImage;

/** The version that a policy writes to its places. */
public record TargetVersion(Search search, Tag tag, Digest digest) {
    private static final String CHART_VERSION = ".version";

    /** The new value of a place. A value with a digest keeps one; a name that means the image keeps its spelling. */
    String text(Place place) {
        WrittenImage now = WrittenImage.of(place.current());
        boolean hasDigest = !now.digest().isEmpty();
        return switch (place.part()) {
            case REFERENCE -> {
                boolean tagged = !now.tag().isEmpty() || !hasDigest || search.pinned() || !now.names(search.image());
                yield name(now) + (tagged ? ":" + tag : "") + (search.pinned() || hasDigest ? "@" + digest : "");
            }
            case NAME -> name(now);
            case TAG -> version(place) + (hasDigest ? "@" + digest : "");
            case DIGEST -> digest.value();
        };
    }

    private String name(WrittenImage now) {
        return now.names(search.image()) ? now.name() : search.image().value();
    }

    /** A chart's version {@code 1.2.0+5} has the tag {@code 1.2.0_5} in a registry, because tags cannot contain a plus. */
    private String version(Place place) {
        boolean ofChart =
                place.field().contains("dependencies[") && place.field().endsWith(CHART_VERSION);
        return ofChart ? tag.value().replace('_', '+') : tag.value();
    }
}

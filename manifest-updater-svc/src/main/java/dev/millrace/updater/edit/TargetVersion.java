package dev.millrace.updater.edit;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.WrittenImage;
import java.util.regex.Pattern;

/**
 * The version that a policy writes to its places.
 *
 * @param guard decides which places keep their value, because they have a version that is not older
 */
public record TargetVersion(Search search, Tag tag, Digest digest, VersionGuard guard) {
    /** The fields that have the version of a chart: in a Chart.yaml, a HelmRelease and a kustomization. */
    private static final Pattern CHART_VERSION =
            Pattern.compile("dependencies\\[.*]\\.version|spec\\.chart\\.spec\\.version|helmCharts\\[.*]\\.version");

    /** A version that replaces every other one. */
    public TargetVersion(Search search, Tag tag, Digest digest) {
        this(search, tag, digest, VersionGuard.NONE);
    }

    /** The new value of a place. A value with a digest keeps one; a name that means the image keeps its form. */
    String text(Place place) {
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
                    case TAG -> version(place) + (hasDigest ? "@" + digest : "");
                    case DIGEST -> digest.value();
                };
        return place.value().with(image);
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
        boolean ofChart = place.current().contains("+")
                || CHART_VERSION.matcher(place.field()).find();
        return ofChart ? tag.value().replace('_', '+') : tag.value();
    }
}

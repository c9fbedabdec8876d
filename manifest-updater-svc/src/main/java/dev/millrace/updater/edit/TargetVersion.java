package dev.millrace.updater.edit;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.WrittenImage;
import java.util.regex.Pattern;

/** The version that a policy writes to its places. */
public record TargetVersion(Search search, Tag tag, Digest digest) {
    /** The fields that have the version of a chart: in a Chart.yaml, a HelmRelease and a kustomization. */
    private static final Pattern CHART_VERSION =
            Pattern.compile("dependencies\\[.*]\\.version|spec\\.chart\\.spec\\.version|helmCharts\\[.*]\\.version");

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

    /** A chart's version {@code 1.2.0+5} has the tag {@code 1.2.0_5} in a registry, because tags cannot contain a plus: where one stands, a version is meant. */
    private String version(Place place) {
        boolean ofChart = place.current().contains("+")
                || CHART_VERSION.matcher(place.field()).find();
        return ofChart ? tag.value().replace('_', '+') : tag.value();
    }
}

package dev.millrace.builder.plan;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.builder.configuration.TagRule;
import dev.millrace.builder.configuration.spec.TagWord;
import dev.millrace.builder.source.NearestTag;
import dev.millrace.events.Source;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.Tag;
import dev.millrace.git.version.Version;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The visible tags of an image, from its templates or from the rule of the configuration. The first is its tag in events. */
public final class VisibleTags {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private VisibleTags() {}

    /** Returns true if the nearest Git tag is needed. */
    public static boolean needNearestTag(BuildConfiguration configuration) {
        return configuration.tagRule() == TagRule.DESCRIBE
                || configuration.images().stream()
                        .flatMap(image -> image.tagPatterns().stream())
                        .anyMatch(pattern -> pattern.uses(TagWord.DESCRIBE));
    }

    /** Returns the tags, each once; none if no template has a value for all of its words. */
    public static List<Tag> of(
            BuildConfiguration configuration, ImageSpec image, Source source, Optional<NearestTag> nearestTag) {
        if (image.tagPatterns().isEmpty()) {
            return List.of(TagNames.of(configuration.tagRule(), source, nearestTag));
        }
        Map<TagWord, String> values = values(source, nearestTag);
        return image.tagPatterns().stream()
                .flatMap(pattern -> pattern.tag(values).stream())
                .distinct()
                .toList();
    }

    private static Map<TagWord, String> values(Source source, Optional<NearestTag> nearestTag) {
        Map<TagWord, String> values = new EnumMap<>(TagWord.class);
        values.put(TagWord.COMMIT, source.commit().value());
        values.put(TagWord.SHORT, source.commit().shortForm());
        values.put(TagWord.TIME, TIME.format(source.committedAt()));
        values.put(
                TagWord.DESCRIBE,
                TagNames.of(TagRule.DESCRIBE, source, nearestTag).value());
        GitRef ref = source.ref();
        if (ref.isBranch()) {
            values.put(TagWord.BRANCH, ref.shortName());
        }
        if (ref.isTag()) {
            values.put(TagWord.TAG, ref.shortName());
            version(ref.shortName()).ifPresent(version -> putVersion(values, version));
        }
        return values;
    }

    /** The version of a Git tag; a path before it is left out, as in {@code web/v1.2.3}. */
    private static Optional<Version> version(String tag) {
        return Version.parse(tag.substring(tag.lastIndexOf('/') + 1));
    }

    private static void putVersion(Map<TagWord, String> values, Version version) {
        values.put(TagWord.VERSION, version.text());
        if (version.isPreRelease()) {
            values.put(TagWord.PRERELEASE, String.join(".", version.preRelease()));
            return;
        }
        values.put(TagWord.MAJOR, version.major().toString());
        values.put(TagWord.MINOR, version.minor().toString());
        values.put(TagWord.PATCH, version.patch().toString());
    }
}

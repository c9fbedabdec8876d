package dev.millrace.builder.plan;

import dev.millrace.builder.configuration.TagRule;
import dev.millrace.builder.source.NearestTag;
import dev.millrace.events.Source;
import dev.millrace.events.value.Tag;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The visible tags, used by users and policies. */
public final class TagNames {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int MAX_NAME_LENGTH = 100;

    private TagNames() {}

    /**
     * A commit's tag. The push of a Git tag yields that tag, whatever the rule and whichever other tags the commit has.
     *
     * @param nearestTag the nearest Git tag, for {@link TagRule#DESCRIBE}; without one the tag is the commit
     */
    public static Tag of(TagRule rule, Source source, Optional<NearestTag> nearestTag) {
        String commit = source.commit().shortForm();
        if (source.ref().isTag()) {
            return new Tag(clean(source.ref().shortName()));
        }
        return new Tag(
                switch (rule) {
                    case COMMIT -> commit;
                    case DESCRIBE ->
                        nearestTag
                                .map(nearest -> clean(nearest.tag())
                                        + (nearest.distance() == 0 ? "" : "-" + nearest.distance() + "-g" + commit))
                                .orElse(commit);
                    case BRANCH_TIME -> clean(source.ref().shortName()) + "-" + TIME.format(source.committedAt());
                });
    }

    /** The part of a ref's name that is allowed in a tag. */
    private static String clean(String name) {
        String clean = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[.-]+", "");
        String nonEmpty = clean.isEmpty() ? "ref" : clean;
        return nonEmpty.substring(0, Math.min(nonEmpty.length(), MAX_NAME_LENGTH));
    }
}

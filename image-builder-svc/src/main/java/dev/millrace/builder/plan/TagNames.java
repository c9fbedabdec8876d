package dev.millrace.builder.plan;

import dev.millrace.builder.configuration.TagRule;
import dev.millrace.builder.source.Described;
import dev.millrace.events.Source;
import dev.millrace.events.value.Tag;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Tags that people and policies see. */
public final class TagNames {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int LONGEST_NAME = 100;

    private TagNames() {}

    /**
     * A commit's tag.
     *
     * @param described the commit's place after a Git tag, for {@link TagRule#DESCRIBE}; without one the commit names itself
     */
    public static Tag of(TagRule rule, Source source, Optional<Described> described) {
        String commit = source.commit().shortForm();
        return new Tag(
                switch (rule) {
                    case COMMIT -> commit;
                    case DESCRIBE ->
                        described
                                .map(d ->
                                        clean(d.tag()) + (d.distance() == 0 ? "" : "-" + d.distance() + "-g" + commit))
                                .orElse(commit);
                    case BRANCH_TIME -> clean(source.ref().shortName()) + "-" + TIME.format(source.committedAt());
                });
    }

    /** What a tag may hold of a ref's name. */
    private static String clean(String name) {
        String clean = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[.-]+", "");
        String some = clean.isEmpty() ? "ref" : clean;
        return some.substring(0, Math.min(some.length(), LONGEST_NAME));
    }
}

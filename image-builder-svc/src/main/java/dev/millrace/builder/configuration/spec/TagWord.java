package dev.millrace.builder.configuration.spec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A word of a tag template; its value depends on the commit and the ref. */
public enum TagWord {
    /** The Git tag; on tags only. */
    TAG,
    /** The branch; on branches only. */
    BRANCH,
    COMMIT,
    /** The commit's first twelve hex digits. */
    SHORT,
    /** The commit's time in UTC: {@code 20261123-004500}. */
    TIME,
    /** As {@code git describe --tags --first-parent}. */
    DESCRIBE,
    /** The semantic version of the Git tag, without a leading {@code v}; on version tags only. */
    VERSION,
    /** Parts of the version, on tags of releases only: a pre-release doesn't move the tag of a release. */
    MAJOR,
    MINOR,
    PATCH,
    /** The pre-release part of the version; on tags of pre-releases only. */
    PRERELEASE;

    static final Map<String, TagWord> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toMap(TagWord::text, word -> word));

    /** The word in a template. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

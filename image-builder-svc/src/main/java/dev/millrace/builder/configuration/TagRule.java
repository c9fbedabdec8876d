package dev.millrace.builder.configuration;

import java.util.Locale;

/** The rule that derives an image's tag from the commit of a branch. The push of a Git tag yields that tag under any rule. */
public enum TagRule {
    /** The commit's first twelve hex digits. */
    COMMIT,
    /** As {@code git describe --tags}: the nearest tag, and the number of commits since. */
    DESCRIBE,
    /** The branch and the commit's time in UTC: {@code main-20261123-004500}. */
    BRANCH_TIME;

    /** The name of the rule in the configuration. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

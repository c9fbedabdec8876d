package dev.millrace.builder.configuration.spec;

import java.util.Locale;

/** The use of refs of pull and merge requests. */
public enum RequestUse {
    IGNORE,
    /** Tests only: nothing is pushed and no secret is available. */
    TESTS;

    /** The name in the configuration. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.millrace.builder.configuration.spec;

import java.util.Locale;

/** The network of a build's commands; a wider one comes later. */
public enum NetworkLimit {
    NONE,
    /** Public addresses only. */
    OUTWARD;

    /** The name in the configuration. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

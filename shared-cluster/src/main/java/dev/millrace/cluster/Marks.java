package dev.millrace.cluster;

/** What Millrace writes on objects so that they are known again. */
public final class Marks {
    /** Under this name the API server notes which fields are ours. */
    public static final String FIELD_MANAGER = "millrace";

    /** Annotation on every applied object: {@code <cluster>/<namespace>/<name>} of its Application. */
    public static final String APPLICATION = "millrace.dev/application";

    /** Annotation on every applied object: the uid of its Application. */
    public static final String APPLICATION_UID = "millrace.dev/application-uid";

    /** Annotation on every applied object: the hash of the rendered object. */
    public static final String APPLIED = "millrace.dev/applied";

    private Marks() {}
}

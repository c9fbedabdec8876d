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

    /** Annotation that people write on an object: in which wave of its application it is applied; a whole number, 0 if absent. */
    public static final String WAVE = "millrace.dev/wave";

    /** Annotation that people write on an object: {@code "true"} if it is never deleted. */
    public static final String KEEP = "millrace.dev/keep";

    /** Annotation that people write on an object: {@code disabled} if it stays when it is no longer in Git. */
    public static final String PRUNE = "millrace.dev/prune";

    /** Annotation that people write on an object: {@code disabled} if it is left alone, {@code create-only} once it is there. */
    public static final String RECONCILE = "millrace.dev/reconcile";

    /** Annotation that people write on an object: {@code "true"} if it may be deleted and made again where it can't be changed. */
    public static final String REPLACE = "millrace.dev/replace";

    /** Annotation that people write on an Application: the revision whose pruning they confirm. */
    public static final String CONFIRM_PRUNE = "millrace.dev/confirm-prune";

    /**
     * Annotation that people write on an Application: a commit that is to be applied now, or any other word, such as a time: the newest commit,
     * all of it. Each value is answered once.
     */
    public static final String SYNC = "millrace.dev/sync";

    /**
     * Annotation that agents write on an Application when their lead ended in the middle of changes: what leads looks at all of its objects
     * again, and takes the annotation away.
     */
    public static final String RECHECK = "millrace.dev/recheck";

    private Marks() {}
}

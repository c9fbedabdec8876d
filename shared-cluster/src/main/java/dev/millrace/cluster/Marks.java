package dev.millrace.cluster;

/** Names that Millrace writes on objects to recognize them. */
public final class Marks {
    /** The field manager under which the API server records which fields are ours. */
    public static final String FIELD_MANAGER = "millrace";

    /** Annotation on every applied object: {@code <cluster>/<namespace>/<name>} of its Application. */
    public static final String APPLICATION = "millrace.dev/application";

    /** Annotation on every applied object: the uid of its Application. */
    public static final String APPLICATION_UID = "millrace.dev/application-uid";

    /** Annotation on every applied object: the hash of the rendered object. */
    public static final String APPLIED = "millrace.dev/applied";

    /** User annotation on an object: the wave of its application in which it is applied; a whole number, 0 if absent. */
    public static final String WAVE = "millrace.dev/wave";

    /** User annotation on an object: {@code "true"} if it is never deleted. */
    public static final String KEEP = "millrace.dev/keep";

    /** User annotation on an object: {@code disabled} if it stays when it is no longer in Git. */
    public static final String PRUNE = "millrace.dev/prune";

    /** User annotation on an object: {@code disabled} if it is never changed, {@code create-only} if it is only created. */
    public static final String RECONCILE = "millrace.dev/reconcile";

    /** User annotation on an object: {@code "true"} if it may be deleted and recreated when a change can't be applied. */
    public static final String REPLACE = "millrace.dev/replace";

    /** User annotation on an Application: the revision whose pruning is confirmed. */
    public static final String CONFIRM_PRUNE = "millrace.dev/confirm-prune";

    /**
     * User annotation on an Application: a commit to apply now, or any other text, such as a time, which requests the newest commit with all of
     * its objects. Each value is handled once.
     */
    public static final String SYNC = "millrace.dev/sync";

    /**
     * Annotation that agents write on an Application when their leadership ended in the middle of changes: the next leader checks all of its
     * objects again, and removes the annotation.
     */
    public static final String RECHECK = "millrace.dev/recheck";

    private Marks() {}
}

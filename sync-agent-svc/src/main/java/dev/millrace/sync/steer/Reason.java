package dev.millrace.sync.steer;

/** The reason why an attempt ran, as people see it in the history. */
public enum Reason {
    /** The first attempt. */
    FIRST,
    /** The source has a new commit that concerns the application. */
    COMMIT,
    /** The Application, or a ConfigMap or Secret that it names, was changed. */
    APPLICATION,
    /** Objects differed from what was applied. */
    DRIFT,
    /** The attempt before it failed. */
    RETRY,
    /** The objects became healthy after the attempt before it had failed. */
    HEALTHY_LATE,
    /** A user requested it. */
    REQUEST,
    /** A user confirmed the deletion of objects. */
    CONFIRMATION,
    /** The Application is being deleted. */
    DELETION
}

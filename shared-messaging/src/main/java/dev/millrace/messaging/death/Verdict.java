package dev.millrace.messaging.death;

/** The way in which a record may be handled. */
public enum Verdict {
    /** Like any other. */
    FREE,
    /** With a mark: an earlier process may have ended because of it. */
    MARKED,
    /** With a mark, and apart from other suspects: it was being handled when a process ended. */
    ALONE,
    /** Never again: it ended the process too often. */
    QUARANTINED
}

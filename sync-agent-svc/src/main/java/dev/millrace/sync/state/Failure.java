package dev.millrace.sync.state;

/**
 * The reason why the newest attempt failed. It is stored with the applied record. Decisions depend on the kind, never on the wording.
 *
 * @param message for people; it holds no Secret's value
 */
public record Failure(Kind kind, String message) {

    /** The kinds of failure that are handled differently. */
    public enum Kind {
        /** The API server or a rule refused objects, or documents could not be read. */
        REFUSED,
        /** Objects could not be applied, all of them because a part of the cluster does not answer or is busy. */
        UNAVAILABLE,
        /** The commit could not be rendered. */
        NOT_RENDERED,
        /** Objects did not become healthy in time, or failed by themselves. */
        UNHEALTHY,
        /** Objects that are no longer desired could not be deleted. */
        BLOCKED,
        /** Nothing is pruned until a user confirms it. */
        PRUNE_WITHHELD
    }
}

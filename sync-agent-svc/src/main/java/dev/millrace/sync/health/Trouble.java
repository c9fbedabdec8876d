package dev.millrace.sync.health;

/** Why something doesn't become healthy. */
public record Trouble(Kind kind, String message) {

    /** Whose fault it is. */
    public enum Kind {
        /** The object's own: a crash, an image that can't be pulled, a failed job. */
        OWN,
        UNSCHEDULABLE,
        /** Nobody's that could be told. */
        UNKNOWN
    }
}

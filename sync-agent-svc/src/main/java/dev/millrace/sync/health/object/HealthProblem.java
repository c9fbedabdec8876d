package dev.millrace.sync.health.object;

/** The reason why an object doesn't become healthy. */
public record HealthProblem(Kind kind, String message) {

    /** The origin of the failure. */
    public enum Kind {
        /** The object itself: a crash, an image that can't be pulled, a failed Job. */
        OWN,
        UNSCHEDULABLE,
        /** No origin could be found. */
        UNKNOWN
    }
}

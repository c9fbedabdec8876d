package dev.millrace.sync.plan;

/** What the cluster has where an object is desired that the record doesn't hold. */
public sealed interface Live {

    /** Nothing is there. */
    record Absent() implements Live {}

    /** An object that no Application claims, or this one does. */
    record Free() implements Live {}

    /**
     * An object that another Application applied.
     *
     * @param application its {@code <cluster>/<namespace>/<name>}
     */
    record Claimed(String application) implements Live {}
}

package dev.millrace.sync.plan;

/** The state of the cluster at the place of a desired object that is not in the record. */
public sealed interface Live {

    /** There is no object. */
    record Absent() implements Live {}

    /** The place was not read. An object is created there only if there is none. */
    record Unread() implements Live {}

    /** An object that no Application claims, or that this one claims. */
    record Free() implements Live {}

    /**
     * An object that another Application applied.
     *
     * @param application its {@code <cluster>/<namespace>/<name>}
     */
    record Claimed(String application) implements Live {}
}

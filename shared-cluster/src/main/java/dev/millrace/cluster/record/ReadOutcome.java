package dev.millrace.cluster.record;

/** The result of reading a record. */
public sealed interface ReadOutcome {

    record Found(StoredRecord stored) implements ReadOutcome {}

    /** No record exists: none was ever written, or it was deleted. */
    record Absent() implements ReadOutcome {}

    /** A chunk no longer exists: the index was replaced meanwhile, and a newer one is available. */
    record Outdated() implements ReadOutcome {}

    /**
     * It is permanently unreadable.
     *
     * @param version the version to replace
     */
    record Damaged(String reason, RecordVersion version) implements ReadOutcome {}
}

package dev.millrace.cluster.record;

/** What there is of a record. */
public sealed interface ReadOutcome {

    record Found(StoredRecord stored) implements ReadOutcome {}

    /** Nothing was ever recorded, or it was deleted. */
    record Absent() implements ReadOutcome {}

    /** A chunk is no longer there: the index was replaced meanwhile, and the next one is on its way. */
    record Outdated() implements ReadOutcome {}

    /**
     * It can't be read, and never will.
     *
     * @param version as which it can be replaced
     */
    record Damaged(String reason, RecordVersion version) implements ReadOutcome {}
}

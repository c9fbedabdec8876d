package dev.millrace.cluster.record;

/** The result of a save. */
public sealed interface SaveOutcome {

    /** It is stored, as this version. */
    record Saved(RecordVersion version) implements SaveOutcome {}

    /** Another writer was first: the caller is not, or no longer, the writer of this record. Nothing was changed. */
    record Conflict(String reason) implements SaveOutcome {}
}

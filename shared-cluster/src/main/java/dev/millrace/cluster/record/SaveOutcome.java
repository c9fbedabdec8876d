package dev.millrace.cluster.record;

/** What became of a save. */
public sealed interface SaveOutcome {

    /** It is stored, as this version. */
    record Saved(RecordVersion version) implements SaveOutcome {}

    /** Somebody else has written since: whoever saves is not, or no longer, the one to write. Nothing was changed. */
    record Conflict(String reason) implements SaveOutcome {}
}

package dev.millrace.cluster.record;

/** A record as it is stored. */
public record StoredRecord(AppliedRecord record, RecordVersion version) {}

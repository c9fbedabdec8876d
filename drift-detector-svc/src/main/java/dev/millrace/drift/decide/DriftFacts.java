package dev.millrace.drift.decide;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.value.ObjectRef;
import java.util.Optional;

/**
 * The input of a verdict.
 *
 * @param record the application's record; absent if it has none or it was deleted
 * @param applied the object in that record, if it is in it
 * @param mayWait true while a newer record may still arrive
 */
public record DriftFacts(
        Optional<AppliedRecord> record,
        Optional<AppliedObject> applied,
        ObjectRef ref,
        LiveState live,
        boolean mayWait) {}

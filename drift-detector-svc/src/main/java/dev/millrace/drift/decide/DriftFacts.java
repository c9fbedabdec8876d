package dev.millrace.drift.decide;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.drift.decide.context.Context;
import dev.millrace.events.value.ObjectRef;
import java.util.Optional;

/**
 * The input of a verdict.
 *
 * @param record the application's record; absent if it has none or it was deleted
 * @param applied the object in that record, if it is in it
 * @param mayWait true while a newer record may still arrive
 * @param context what was looked up beside them
 */
public record DriftFacts(
        Optional<AppliedRecord> record,
        Optional<AppliedObject> applied,
        ObjectRef ref,
        LiveState live,
        boolean mayWait,
        Context context) {

    /** Facts without anything special around the object. */
    public DriftFacts(
            Optional<AppliedRecord> record,
            Optional<AppliedObject> applied,
            ObjectRef ref,
            LiveState live,
            boolean mayWait) {
        this(record, applied, ref, live, mayWait, Context.PLAIN);
    }

    /** Returns the same facts in another context. */
    public DriftFacts in(Context other) {
        return new DriftFacts(record, applied, ref, live, mayWait, other);
    }
}

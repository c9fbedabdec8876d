package dev.millrace.drift.decide;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.value.ObjectRef;
import java.util.Optional;

/**
 * All that a verdict depends on.
 *
 * @param record the application's record; absent if it has none, or none any longer
 * @param applied the object in that record, if it is in it
 * @param patient whether a record that is on its way may still be awaited
 */
public record Facts(
        Optional<AppliedRecord> record, Optional<AppliedObject> applied, ObjectRef ref, Live live, boolean patient) {}

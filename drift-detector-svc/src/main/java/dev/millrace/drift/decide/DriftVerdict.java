package dev.millrace.drift.decide;

import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import java.util.List;
import java.util.Optional;

/** The result of comparing a live object with its record. */
public sealed interface DriftVerdict {

    /** The object is as applied, or no record describes it. */
    record AsApplied() implements DriftVerdict {}

    /** The live state or the baseline is not known yet. */
    record Undecided() implements DriftVerdict {}

    /** The agent applied the object and its record has not arrived yet. */
    record AwaitRecord() implements DriftVerdict {}

    /**
     * The object is not as applied.
     *
     * @param uid the uid of the live object, or the recorded uid of a missing object
     */
    record Drifted(Change change, Optional<String> uid, List<FieldDrift> fields) implements DriftVerdict {

        public Drifted {
            fields = List.copyOf(fields);
        }
    }
}

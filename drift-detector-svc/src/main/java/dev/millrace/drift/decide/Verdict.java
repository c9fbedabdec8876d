package dev.millrace.drift.decide;

import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import java.util.List;
import java.util.Optional;

/** What an object is. */
public sealed interface Verdict {

    /** It is as applied, or nobody says any longer how it should be. */
    record AsApplied() implements Verdict {}

    /** Nothing can be said yet. */
    record Undecided() implements Verdict {}

    /** The agent was here and its record is on its way. */
    record AwaitRecord() implements Verdict {}

    /**
     * It is not as applied.
     *
     * @param uid the live object's, or of a missing one the one it had
     */
    record Drifted(Change change, Optional<String> uid, List<FieldDrift> fields) implements Verdict {

        public Drifted {
            fields = List.copyOf(fields);
        }
    }
}

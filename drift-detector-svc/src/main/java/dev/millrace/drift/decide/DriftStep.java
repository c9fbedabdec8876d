package dev.millrace.drift.decide;

import dev.millrace.drift.decide.context.Context;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.wire.Envelope;
import java.util.Set;

/** The next step for an object. */
public sealed interface DriftStep {

    /** The published state still holds. */
    record NoChange() implements DriftStep {}

    /** Recheck the object later, unless an event triggers a check sooner. */
    record Wait() implements DriftStep {}

    /** Look these facts up, and plan again. */
    record Gather(Set<Context.Lookup> lookups) implements DriftStep {

        public Gather {
            lookups = Set.copyOf(lookups);
        }
    }

    /** Publish a change of state. */
    record Publish(Envelope<DriftDetected> drift) implements DriftStep {}
}

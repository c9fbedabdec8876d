package dev.millrace.drift.decide;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.wire.Envelope;

/** The next step for an object. */
public sealed interface DriftStep {

    /** The published state still holds. */
    record NoChange() implements DriftStep {}

    /** Recheck the object later, unless an event triggers a check sooner. */
    record Wait() implements DriftStep {}

    /** Publish a change of state. */
    record Publish(Envelope<DriftDetected> drift) implements DriftStep {}
}

package dev.millrace.drift.decide;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.wire.Envelope;

/** The one thing to do about an object. */
public sealed interface Step {

    /** What was told still holds. */
    record Leave() implements Step {}

    /** Look again later, if nothing makes us look sooner. */
    record Wait() implements Step {}

    /** The state has changed. */
    record Tell(Envelope<DriftDetected> news) implements Step {}
}

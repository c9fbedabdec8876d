package dev.millrace.updater.promote.plan;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import java.time.Instant;
import java.util.Optional;

/** An event of an application, as it concerns one image. */
public sealed interface Fact {

    /** The time of the event. */
    Instant at();

    /**
     * The end of an attempt.
     *
     * @param digest the deployed image; absent if it is unknown
     * @param ending the outcome
     */
    record AttemptEnd(Instant at, Optional<Digest> digest, Ending ending, EventId event) implements Fact {}

    /** A health change outside of attempts. */
    record HealthChange(Instant at, boolean healthy) implements Fact {}

    /** The outcome of an attempt. */
    enum Ending {
        HEALTHY,
        FAILED,
        SUPERSEDED
    }
}

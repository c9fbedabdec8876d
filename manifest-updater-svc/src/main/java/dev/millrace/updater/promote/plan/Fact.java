package dev.millrace.updater.promote.plan;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import java.time.Instant;
import java.util.Optional;

/** What happened to an application, as seen by one image. */
public sealed interface Fact {

    /** When it was so. */
    Instant at();

    /**
     * An attempt has ended.
     *
     * @param digest what it brought; absent if that can't be told
     * @param ending how it ended
     */
    record AttemptEnd(Instant at, Optional<Digest> digest, Ending ending, EventId event) implements Fact {}

    /** Its health changed outside of attempts. */
    record HealthChange(Instant at, boolean healthy) implements Fact {}

    /** How an attempt ended. */
    enum Ending {
        HEALTHY,
        FAILED,
        SUPERSEDED
    }
}

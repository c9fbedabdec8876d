package dev.millrace.updater.promote.plan;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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

    /**
     * The ends of an application's attempts, none later than its successor's: the order of attempts is known, and a clock that was wrong for one of
     * them must not put it last.
     *
     * @param attempts in their order
     */
    static List<AttemptEnd> inOrder(List<AttemptEnd> attempts) {
        Deque<AttemptEnd> ordered = new ArrayDeque<>();
        for (AttemptEnd attempt : attempts.reversed()) {
            AttemptEnd next = ordered.peekFirst();
            ordered.addFirst(
                    next == null || !attempt.at().isAfter(next.at())
                            ? attempt
                            : new AttemptEnd(next.at(), attempt.digest(), attempt.ending(), attempt.event()));
        }
        return List.copyOf(ordered);
    }

    /** A health change outside of attempts. */
    record HealthChange(Instant at, boolean healthy) implements Fact {}

    /** The outcome of an attempt. */
    enum Ending {
        HEALTHY,
        FAILED,
        SUPERSEDED
    }
}

package dev.millrace.events.wire;

import dev.millrace.events.Event;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.Traceparent;
import java.time.Instant;
import java.util.Optional;

/**
 * An event with what CloudEvents says about it.
 *
 * @param source the service that tells it, such as {@code image-builder-svc}
 * @param time when it was told; the same fact told again may have a later one
 * @param chain the source change that everything follows from
 * @param causation the event that this one follows from; absent for the first of a chain
 */
public record Envelope<E extends Event>(
        E event, String source, Instant time, ChainId chain, Optional<EventId> causation, Optional<Traceparent> trace) {

    /** The event's own id. */
    public EventId id() {
        return event.id();
    }

    /** What follows from this event, told by a service: same chain, this event as the cause, same trace. */
    public <F extends Event> Envelope<F> followedBy(F next, String service, Instant now) {
        return new Envelope<>(next, service, now, chain, Optional.of(id()), trace);
    }

    /** The first event of a chain. */
    public static <F extends Event> Envelope<F> first(
            F event, String service, Instant now, ChainId chain, Optional<Traceparent> trace) {
        return new Envelope<>(event, service, now, chain, Optional.empty(), trace);
    }
}

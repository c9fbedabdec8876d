package dev.millrace.events.wire;

import dev.millrace.events.Event;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.Traceparent;
import java.time.Instant;
import java.util.Optional;

/**
 * An event with its CloudEvents attributes.
 *
 * @param source the service that publishes the event, such as {@code image-builder-svc}
 * @param time the time of publication; the same fact published again may have a later time
 * @param chain the source change that started the chain
 * @param causation the event that caused this one; absent for the first of a chain
 */
public record Envelope<E extends Event>(
        E event, String source, Instant time, ChainId chain, Optional<EventId> causation, Optional<Traceparent> trace) {

    /** The id of the event. */
    public EventId id() {
        return event.id();
    }

    /** Returns the envelope of an event that this event caused: same chain, this event as the cause, same trace. */
    public <F extends Event> Envelope<F> followedBy(F next, String service, Instant now) {
        return new Envelope<>(next, service, now, chain, Optional.of(id()), trace);
    }

    /** Returns the same envelope with another event. */
    public <F extends Event> Envelope<F> with(F other) {
        return new Envelope<>(other, source, time, chain, causation, trace);
    }

    /** The first event of a chain. */
    public static <F extends Event> Envelope<F> first(
            F event, String service, Instant now, ChainId chain, Optional<Traceparent> trace) {
        return new Envelope<>(event, service, now, chain, Optional.empty(), trace);
    }
}

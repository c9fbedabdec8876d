package dev.millrace.messaging;

import dev.millrace.events.Event;
import dev.millrace.events.wire.Envelope;

/**
 * Handles an event. Called on a virtual thread, one event at a time per key, in order. The event is acknowledged when the handler returns.
 * An {@link java.io.UncheckedIOException} is retried without limit; any other exception sends the event to the dead letters.
 */
@FunctionalInterface
public interface EventHandler {
    void handle(Envelope<? extends Event> envelope);
}

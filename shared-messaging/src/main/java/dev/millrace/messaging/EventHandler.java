package dev.millrace.messaging;

import dev.millrace.events.Event;
import dev.millrace.events.wire.Envelope;

/**
 * Makes an event's effect true. Called on a virtual thread, one event at a time per key, in order. Returning acknowledges the event.
 * {@link java.io.UncheckedIOException} is retried without end; any other exception puts the event into the dead letters.
 */
@FunctionalInterface
public interface EventHandler {
    void handle(Envelope<? extends Event> envelope);
}

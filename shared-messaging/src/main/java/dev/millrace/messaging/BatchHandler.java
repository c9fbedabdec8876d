package dev.millrace.messaging;

import dev.millrace.events.Event;
import dev.millrace.events.wire.Envelope;
import java.util.List;

/** As {@link EventHandler}, for all events of one key that arrive within a window. If it fails permanently, each event is handled alone. */
@FunctionalInterface
public interface BatchHandler {
    void handle(List<Envelope<? extends Event>> batch);
}

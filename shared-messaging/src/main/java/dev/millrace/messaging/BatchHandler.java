package dev.millrace.messaging;

import dev.millrace.events.Event;
import dev.millrace.events.wire.Envelope;
import java.util.List;

/** As {@link EventHandler}, for all events of one key that came within a window. If it fails for good, each is tried by itself. */
@FunctionalInterface
public interface BatchHandler {
    void handle(List<Envelope<? extends Event>> batch);
}

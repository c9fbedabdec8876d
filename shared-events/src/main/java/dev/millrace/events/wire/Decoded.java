package dev.millrace.events.wire;

import dev.millrace.events.Event;

/** What became of a record's bytes. */
public sealed interface Decoded {

    /** An event that this version knows. */
    record Known(Envelope<? extends Event> envelope) implements Decoded {}

    /** A record that can't be read, and never will: it belongs in the dead letters. */
    record Unreadable(String reason) implements Decoded {}
}

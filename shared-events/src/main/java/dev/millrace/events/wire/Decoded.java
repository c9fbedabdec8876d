package dev.millrace.events.wire;

import dev.millrace.events.Event;

/** The result of decoding a record. */
public sealed interface Decoded {

    /** An event of a known type. */
    record Known(Envelope<? extends Event> envelope) implements Decoded {}

    /** A record that can never be read; it belongs in the dead letters. */
    record Unreadable(String reason) implements Decoded {}
}

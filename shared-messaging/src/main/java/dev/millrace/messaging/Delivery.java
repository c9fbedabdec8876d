package dev.millrace.messaging;

import dev.millrace.events.Event;
import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.Envelope;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * A record that was delivered to this instance.
 *
 * @param lane the name of the queue in which it waits
 * @param revoked true once the record is no longer this instance's: it is redelivered, here or to another instance
 */
record Delivery(Message<byte[]> message, IncomingRecord record, Decoded decoded, String lane, AtomicBoolean revoked) {

    /** @param lane the name of the queue within its topic */
    static Delivery of(Message<byte[]> message, Function<Event, String> lane) {
        IncomingRecord record = IncomingRecord.of(message);
        Decoded decoded = record.decode();
        String name =
                switch (decoded) {
                    case Decoded.Known known -> lane.apply(known.envelope().event());
                    case Decoded.Unreadable unreadable -> "(unreadable) " + record.partition();
                };
        return new Delivery(message, record, decoded, record.topic() + " " + name, new AtomicBoolean());
    }

    Envelope<? extends Event> envelope() {
        return switch (decoded) {
            case Decoded.Known known -> known.envelope();
            case Decoded.Unreadable unreadable ->
                throw new IllegalStateException("unreadable records must be handled before: " + unreadable);
        };
    }

    boolean isRevoked() {
        return revoked.get();
    }

    /** The position of the record, for messages. */
    String position() {
        return record.position();
    }
}

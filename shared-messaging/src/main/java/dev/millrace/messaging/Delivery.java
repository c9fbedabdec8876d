package dev.millrace.messaging;

import dev.millrace.events.Event;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.record.IncomingRecord;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * A record that was delivered to this instance.
 *
 * @param lane the name of the queue in which it waits
 * @param revoked true once the record is no longer this instance's: it is redelivered, here or to another instance
 */
record Delivery(
        Message<byte[]> message,
        IncomingRecord record,
        Envelope<? extends Event> envelope,
        String lane,
        AtomicBoolean revoked) {

    /** @param lane the name of the queue within its topic */
    static Delivery of(
            Message<byte[]> message,
            IncomingRecord record,
            Envelope<? extends Event> envelope,
            Function<Event, String> lane) {
        String name = record.topic() + " " + lane.apply(envelope.event());
        return new Delivery(message, record, envelope, name, new AtomicBoolean());
    }

    boolean isRevoked() {
        return revoked.get();
    }

    /** The position of the record, for messages. */
    String position() {
        return record.position();
    }
}

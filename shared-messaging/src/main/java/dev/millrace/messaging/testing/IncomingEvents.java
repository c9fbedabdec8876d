package dev.millrace.messaging.testing;

import dev.millrace.events.Event;
import dev.millrace.events.wire.EncodedEvent;
import dev.millrace.events.wire.Envelope;
import dev.millrace.events.wire.EventCodec;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Messages in the form of a Kafka channel, for the in-memory connector. */
public final class IncomingEvents {
    private IncomingEvents() {}

    /** Creates the message of an event. */
    public static Message<byte[]> message(Envelope<? extends Event> envelope) {
        EncodedEvent encoded = EventCodec.encode(envelope);
        return message(encoded.topic(), encoded.key(), encoded.headers(), encoded.value());
    }

    /** Creates the message of any record. */
    public static Message<byte[]> message(String topic, String key, Map<String, String> headers, byte[] value) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(topic, 0, 0, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return Message.of(value).addMetadata(new IncomingKafkaRecordMetadata<>(record, topic));
    }
}

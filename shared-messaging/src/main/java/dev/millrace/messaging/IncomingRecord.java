package dev.millrace.messaging;

import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.EventCodec;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A record from a channel. */
record IncomingRecord(String topic, int partition, long offset, String key, Headers headers, byte[] value) {
    private static final byte[] EMPTY = {};

    @SuppressWarnings("unchecked") // the key's deserializer makes it a String
    static IncomingRecord of(Message<byte[]> message) {
        IncomingKafkaRecordMetadata<String, byte[]> record = message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("not a message from Kafka"));
        return new IncomingRecord(
                record.getTopic(),
                record.getPartition(),
                record.getOffset(),
                record.getKey() == null ? "" : record.getKey(),
                record.getHeaders(),
                message.getPayload() == null ? EMPTY : message.getPayload());
    }

    Decoded decode() {
        Map<String, String> text = new HashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                text.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return EventCodec.decode(text, value);
    }

    /** The original headers, with the reason and the origin of the dead letter. */
    Headers deadLetterHeaders(String reason) {
        Headers all = new RecordHeaders(headers.toArray());
        all.add("dead-letter-reason", reason.getBytes(StandardCharsets.UTF_8));
        all.add("dead-letter-topic", topic.getBytes(StandardCharsets.UTF_8));
        all.add("dead-letter-partition", Integer.toString(partition).getBytes(StandardCharsets.UTF_8));
        all.add("dead-letter-offset", Long.toString(offset).getBytes(StandardCharsets.UTF_8));
        return all;
    }

    TopicPartition partitionOfTopic() {
        return new TopicPartition(topic, partition);
    }

    /** The position of the record, for messages. */
    String position() {
        return topic + "[" + partition + "]@" + offset;
    }
}

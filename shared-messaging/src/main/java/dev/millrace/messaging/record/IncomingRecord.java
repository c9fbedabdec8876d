package dev.millrace.messaging.record;

import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.EventCodec;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * A record of a topic. All readers of all topics decode their records here: what one of them can read, each of them can.
 *
 * @param key null if the record has none
 * @param value null if the record has none
 */
public record IncomingRecord(
        String topic, int partition, long offset, @Nullable String key, Headers headers, byte @Nullable [] value) {
    static final int MAX_HEADERS = 100;
    static final int MAX_HEADER_BYTES = 64 * 1024;

    /** The headers with a meaning; all others are ignored. Of a repeated one the last counts. */
    private static final Set<String> READ = Set.of(
            "ce_specversion",
            "ce_id",
            "ce_type",
            "ce_source",
            "ce_time",
            "ce_chainid",
            "ce_causationid",
            "traceparent");

    /** The record of a channel's message. */
    @SuppressWarnings("unchecked") // the key's deserializer makes it a String
    public static IncomingRecord of(Message<byte[]> message) {
        IncomingKafkaRecordMetadata<String, byte[]> record = message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("not a message from Kafka"));
        return new IncomingRecord(
                record.getTopic(),
                record.getPartition(),
                record.getOffset(),
                record.getKey(),
                record.getHeaders(),
                message.getPayload());
    }

    /** The record of a consumer. */
    public static IncomingRecord of(ConsumerRecord<String, byte[]> record) {
        return new IncomingRecord(
                record.topic(), record.partition(), record.offset(), record.key(), record.headers(), record.value());
    }

    /** Decodes the record. Never throws: a record that can't be read is a result. */
    public Decoded decode() {
        int count = 0;
        long bytes = 0;
        Map<String, byte[]> known = new HashMap<>();
        for (Header header : headers) {
            byte[] content = header.value();
            count++;
            bytes += header.key().length() + (content == null ? 0 : content.length);
            if (count > MAX_HEADERS || bytes > MAX_HEADER_BYTES) {
                return new Decoded.Unreadable(
                        "the headers exceed " + MAX_HEADERS + " in number or " + MAX_HEADER_BYTES + " bytes");
            }
            if (content != null && READ.contains(header.key())) {
                known.put(header.key(), content);
            }
        }
        return decode(known);
    }

    private Decoded decode(Map<String, byte[]> known) {
        Map<String, String> text = new HashMap<>();
        for (Map.Entry<String, byte[]> header : known.entrySet()) {
            try {
                text.put(
                        header.getKey(),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(header.getValue()))
                                .toString());
            } catch (CharacterCodingException e) {
                return new Decoded.Unreadable("the header " + header.getKey() + " is not UTF-8");
            }
        }
        try {
            return EventCodec.decode(text, value);
        } catch (RuntimeException | StackOverflowError e) { // a value that a check of its type can't process
            return new Decoded.Unreadable("decoding failed: " + e.getClass().getSimpleName());
        }
    }

    public TopicPartition partitionOfTopic() {
        return new TopicPartition(topic, partition);
    }

    /** The position of the record, for messages. */
    public String position() {
        return topic + "[" + partition + "]@" + offset;
    }
}

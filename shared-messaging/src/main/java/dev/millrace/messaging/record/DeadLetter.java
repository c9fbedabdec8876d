package dev.millrace.messaging.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The dead letter of a record: the record, with the reason and its origin in headers. A record that is too large for a broker to accept with these is
 * cut: a record that was compressed may be larger than its producer's limit.
 */
public record DeadLetter(String topic, @Nullable String key, Headers headers, byte @Nullable [] value) {
    /** The limit of brokers and producers is 1 MiB for a whole record. */
    static final int MAX_BYTES = 1000 * 1000;

    static final int MAX_REASON_LENGTH = 2000;
    private static final int CUT_KEY_LENGTH = 1000;
    private static final int CUT_VALUE_BYTES = 500 * 1000;
    private static final int HEADER_OVERHEAD = 20;

    /** @param reason contains no secret value; may have any length */
    public static DeadLetter of(IncomingRecord record, String reason) {
        boolean fits = bytes(record) <= MAX_BYTES;
        Headers headers = fits ? new RecordHeaders(record.headers().toArray()) : new RecordHeaders();
        add(headers, "dead-letter-reason", cut(reason, MAX_REASON_LENGTH));
        add(headers, "dead-letter-topic", record.topic());
        add(headers, "dead-letter-partition", Integer.toString(record.partition()));
        add(headers, "dead-letter-offset", Long.toString(record.offset()));
        String topic = record.topic() + ".dlq";
        if (fits) {
            return new DeadLetter(topic, record.key(), headers, record.value());
        }
        byte[] value = record.value();
        add(headers, "dead-letter-cut-from-bytes", Long.toString(bytes(record)));
        return new DeadLetter(
                topic,
                record.key() == null ? null : cut(record.key(), CUT_KEY_LENGTH),
                headers,
                value == null ? null : Arrays.copyOf(value, Math.min(value.length, CUT_VALUE_BYTES)));
    }

    private static long bytes(IncomingRecord record) {
        byte[] value = record.value();
        String key = record.key();
        long bytes =
                (value == null ? 0 : value.length) + (key == null ? 0L : key.getBytes(StandardCharsets.UTF_8).length);
        for (Header header : record.headers()) {
            byte[] content = header.value();
            bytes += HEADER_OVERHEAD
                    + header.key().getBytes(StandardCharsets.UTF_8).length
                    + (content == null ? 0 : content.length);
        }
        return bytes;
    }

    private static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }
}

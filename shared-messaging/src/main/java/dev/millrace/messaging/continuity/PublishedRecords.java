package dev.millrace.messaging.continuity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The newest records that Kafka has acknowledged to this process, in the order of their acknowledgements, and the offsets that it gave them.
 * Thread-safe.
 */
@Singleton
public class PublishedRecords {
    private static final int SIZE_OF_RECORD = 200;
    private static final int BYTES_PER_MEGABYTE = 1 << 20;

    /** A record as it was sent. */
    public record PublishedRecord(String topic, @Nullable String key, Headers headers, byte @Nullable [] value) {
        private long size() {
            long size = (long) SIZE_OF_RECORD + length(value);
            for (Header header : headers) {
                size += (long) SIZE_OF_RECORD + length(header.value());
            }
            return size;
        }

        private static int length(byte @Nullable [] bytes) {
            return bytes == null ? 0 : bytes.length;
        }
    }

    private final long maxBytes;
    private final Deque<PublishedRecord> records = new ArrayDeque<>();
    private final Map<TopicPartition, Long> acknowledged = new HashMap<>();
    private long bytes;

    /** @param maxMegabytes the limit of all records together; the oldest ones are dropped */
    @Inject
    public PublishedRecords(@ConfigProperty(name = "millrace.messaging.republished-megabytes") int maxMegabytes) {
        this((long) maxMegabytes * BYTES_PER_MEGABYTE);
    }

    PublishedRecords(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds a record that Kafka has acknowledged. */
    public synchronized void add(PublishedRecord record) {
        records.addLast(record);
        bytes += record.size();
        while (bytes > maxBytes) {
            bytes -= records.removeFirst().size();
        }
    }

    /** Records the offset of a record that Kafka has acknowledged. */
    public synchronized void acknowledged(RecordMetadata metadata) {
        if (metadata.hasOffset()) {
            acknowledged.merge(
                    new TopicPartition(metadata.topic(), metadata.partition()), metadata.offset(), Math::max);
        }
    }

    /** The records of these topics, oldest first. */
    public synchronized List<PublishedRecord> of(Predicate<String> topics) {
        return records.stream().filter(record -> topics.test(record.topic())).toList();
    }

    /** The highest offset of each partition that was acknowledged. */
    synchronized Map<TopicPartition, Long> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** Forgets the offsets of these topics, which begin again. The records stay. */
    synchronized void forgetOffsets(Predicate<String> topics) {
        acknowledged.keySet().removeIf(partition -> topics.test(partition.topic()));
    }
}

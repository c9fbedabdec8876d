package dev.millrace.drift.serve;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.Topic;
import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.record.IncomingRecord;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads {@code drift.detected} from a time on, for one request: the oldest events that match. It joins no consumer group. The records that a request
 * reads, its time, and the number of requests at once are bounded.
 */
@ApplicationScoped
public class DriftHistory {
    static final int MAX_RECORDS = 50_000;

    private static final int MAX_READERS = 2;
    private static final Duration MAX_TIME = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration CLOSE = Duration.ofMillis(500);
    private static final Comparator<Envelope<DriftDetected>> OLDEST_FIRST = Comparator.comparing(
                    (Envelope<DriftDetected> drift) -> drift.event().detectedAt())
            .thenComparing(drift -> drift.id().value());

    /**
     * The result.
     *
     * @param events oldest first
     * @param hasMore true if more events match
     * @param isCut true if the limits ended the reading, so that any event may be missing
     */
    record Page(List<Envelope<DriftDetected>> events, boolean hasMore, boolean isCut) {}

    private final Map<String, Object> kafka;
    private final Semaphore readers = new Semaphore(MAX_READERS);

    DriftHistory(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.kafka.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000");
        this.kafka.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1048576");
        this.kafka.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "8388608");
        this.kafka.remove(ConsumerConfig.GROUP_ID_CONFIG);
    }

    /**
     * Returns the oldest matching events; empty if too many requests are reading.
     *
     * @throws UncheckedIOException if Kafka is unavailable
     */
    Optional<Page> read(Instant since, Predicate<DriftDetected> matches, int limit) {
        if (!readers.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(readPage(since, matches, limit));
        } catch (KafkaException e) {
            throw new UncheckedIOException(
                    "reading " + Topic.DRIFT_DETECTED.topicName(), new IOException(e.getMessage(), e));
        } finally {
            readers.release();
        }
    }

    private Page readPage(Instant since, Predicate<DriftDetected> matches, int limit) {
        KafkaConsumer<String, byte[]> reading =
                new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            return read(reading, since, matches, limit);
        } finally {
            reading.close(CloseOptions.timeout(CLOSE));
        }
    }

    private static Page read(
            KafkaConsumer<String, byte[]> reading, Instant since, Predicate<DriftDetected> matches, int limit) {
        Map<TopicPartition, Long> ends = seek(reading, since);
        PriorityQueue<Envelope<DriftDetected>> oldest = new PriorityQueue<>(OLDEST_FIRST.reversed());
        long until = System.nanoTime() + MAX_TIME.toNanos();
        int records = 0;
        boolean hasMore = false;
        while (!ends.isEmpty() && records < MAX_RECORDS && System.nanoTime() < until) {
            for (ConsumerRecord<String, byte[]> record : reading.poll(POLL)) {
                records++;
                drift(record).filter(drift -> matches.test(drift.event())).ifPresent(oldest::add);
                if (oldest.size() > limit) {
                    oldest.remove();
                    hasMore = true;
                }
            }
            ends.entrySet().removeIf(end -> reading.position(end.getKey()) >= end.getValue());
        }
        return new Page(oldest.stream().sorted(OLDEST_FIRST).toList(), hasMore, !ends.isEmpty());
    }

    /** Begins at the time, and returns the partitions that have records after it, with their ends. */
    private static Map<TopicPartition, Long> seek(KafkaConsumer<String, byte[]> reading, Instant since) {
        List<TopicPartition> partitions = reading.partitionsFor(Topic.DRIFT_DETECTED.topicName()).stream()
                .map(one -> new TopicPartition(one.topic(), one.partition()))
                .toList();
        reading.assign(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(reading.endOffsets(partitions));
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(one -> times.put(one, since.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> starts = reading.offsetsForTimes(times);
        for (TopicPartition one : partitions) {
            OffsetAndTimestamp start = starts.get(one);
            if (start == null) {
                ends.remove(one);
            } else {
                reading.seek(one, start.offset());
            }
        }
        reading.pause(partitions.stream().filter(one -> !ends.containsKey(one)).toList());
        return ends;
    }

    private static Optional<Envelope<DriftDetected>> drift(ConsumerRecord<String, byte[]> record) {
        return IncomingRecord.of(record).decode() instanceof Decoded.Known(Envelope<?> known)
                        && known.event() instanceof DriftDetected event
                ? Optional.of(known.with(event))
                : Optional.empty();
    }
}

package dev.millrace.drift.publish;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.Topic;
import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.Envelope;
import dev.millrace.events.wire.EventCodec;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The events published before this start: {@code drift.detected} from the beginning to the current end of the topic. */
@ApplicationScoped
public class DriftHistory {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int MAX_EMPTY_POLLS = 15;

    private final Map<String, Object> settings;

    public DriftHistory(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    }

    /**
     * Reads all events, oldest first for each application.
     *
     * @throws UncheckedIOException if Kafka is unavailable; the consumer has received a part of the events, and may receive them again
     */
    public void read(Consumer<Envelope<DriftDetected>> events) {
        String topic = Topic.DRIFT_DETECTED.topicName();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            int empty = 0;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                var records = consumer.poll(POLL);
                records.forEach(record -> decode(record, events));
                empty = records.isEmpty() ? empty + 1 : 0;
                if (empty > MAX_EMPTY_POLLS) {
                    throw new IOException("no response from Kafka");
                }
            }
        } catch (KafkaException | IOException e) {
            throw new UncheckedIOException(
                    "reading the history of " + topic + " failed: " + e.getMessage(), new IOException(e));
        }
    }

    private static void decode(ConsumerRecord<String, byte[]> record, Consumer<Envelope<DriftDetected>> events) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        if (EventCodec.decode(headers, record.value()) instanceof Decoded.Known(Envelope<?> known)
                && known.event() instanceof DriftDetected event) {
            events.accept(new Envelope<>(
                    event, known.source(), known.time(), known.chain(), known.causation(), known.trace()));
        }
    }
}

package dev.millrace.messaging.death;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The marks of partitions, as metadata of offsets in a consumer group without members. The offsets themselves mean nothing. The group of the channel can't
 * hold them: each of its own commits would remove them. Not thread-safe.
 */
final class MarkStore implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** @param kafka the settings of the broker */
    MarkStore(Map<String, Object> kafka, String group) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** @throws org.apache.kafka.common.KafkaException if Kafka is unavailable */
    Map<TopicPartition, PartitionMark> read(Set<TopicPartition> partitions) {
        Map<TopicPartition, PartitionMark> marks = new HashMap<>();
        consumer.committed(partitions, LIMIT).forEach((partition, offset) -> {
            if (offset != null) {
                marks.put(partition, PartitionMark.parse(offset.metadata()));
            }
        });
        return marks;
    }

    /** @throws org.apache.kafka.common.KafkaException if Kafka is unavailable */
    void write(Map<TopicPartition, PartitionMark> marks) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        marks.forEach((partition, mark) -> offsets.put(partition, new OffsetAndMetadata(0, mark.encode())));
        consumer.commitSync(offsets, LIMIT);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}

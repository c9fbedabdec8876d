package dev.millrace.messaging.continuity;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads the state of Kafka with three requests, which go to the brokers each time: the metadata of a client may be minutes old. */
final class KafkaStateReader implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Admin admin;

    KafkaStateReader(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, "200");
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "2000");
        this.admin = Admin.create(settings);
    }

    /**
     * Reads the state of the topics that exist and that this client may see.
     *
     * @throws KafkaException if Kafka is unavailable
     */
    KafkaState read(Set<String> topics) {
        String cluster = await(admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS))
                .clusterId());
        Map<String, String> ids = new HashMap<>();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        describe(topics).forEach(topic -> {
            ids.put(topic.name(), topic.topicId().toString());
            for (TopicPartitionInfo partition : topic.partitions()) {
                latest.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
            }
        });
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(admin.listOffsets(latest, new ListOffsetsOptions().timeoutMs(TIMEOUT_MILLIS))
                        .all())
                .forEach((partition, info) -> ends.put(partition, info.offset()));
        return new KafkaState(cluster == null ? "" : cluster, ids, ends);
    }

    private Collection<TopicDescription> describe(Set<String> topics) {
        Map<String, TopicDescription> all = new HashMap<>();
        admin.describeTopics(topics, new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
                .topicNameValues()
                .forEach((name, description) -> {
                    try {
                        all.put(name, await(description));
                    } catch (UnknownTopicOrPartitionException | AuthorizationException e) {
                        all.remove(name); // nothing is known of it
                    }
                });
        return all.values();
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}

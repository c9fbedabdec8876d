package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;

import dev.millrace.events.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The progress of services in their topics, to prove that an event was handled and caused nothing. */
public final class ConsumerGroups {
    private final String bootstrapServers;

    public ConsumerGroups(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Waits until a consumer group has handled all events that a topic has. A group commits its progress every few seconds. */
    public void awaitHandled(Topic topic, String group) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            await().atMost(OpenShop.TIMEOUT).until(() -> hasHandledAll(admin, topic, group));
        }
    }

    private static boolean hasHandledAll(Admin admin, Topic topic, String group)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, ListOffsetsResultInfo> ends = ends(admin, topic);
        Map<TopicPartition, OffsetAndMetadata> handled = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream().allMatch(end -> {
            long events = end.getValue().offset();
            OffsetAndMetadata position = handled.get(end.getKey());
            return position == null ? events == 0 : position.offset() >= events;
        });
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> ends(Admin admin, Topic topic)
            throws ExecutionException, InterruptedException {
        String name = topic.topicName();
        Map<TopicPartition, OffsetSpec> newest =
                admin.describeTopics(List.of(name)).allTopicNames().get().values().stream()
                        .flatMap(description -> description.partitions().stream())
                        .collect(Collectors.toMap(
                                partition -> new TopicPartition(name, partition.partition()),
                                partition -> OffsetSpec.latest()));
        return admin.listOffsets(newest).all().get();
    }
}

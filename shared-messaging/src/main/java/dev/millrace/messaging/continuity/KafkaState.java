package dev.millrace.messaging.continuity;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The identity of a Kafka cluster and of its topics at one moment.
 *
 * @param cluster the cluster's id; empty if the brokers have none
 * @param topics the id of each topic, by name
 * @param ends the offset of the next record of each partition
 */
public record KafkaState(String cluster, Map<String, String> topics, Map<TopicPartition, Long> ends) {
    public KafkaState {
        topics = Map.copyOf(topics);
        ends = Map.copyOf(ends);
    }

    /** Returns this state with what an earlier one has of topics that don't exist at the moment. */
    KafkaState after(KafkaState before) {
        Map<String, String> allTopics = new HashMap<>(before.topics);
        allTopics.putAll(topics);
        Map<TopicPartition, Long> allEnds = new HashMap<>(before.ends);
        allEnds.putAll(ends);
        return new KafkaState(cluster, allTopics, allEnds);
    }
}

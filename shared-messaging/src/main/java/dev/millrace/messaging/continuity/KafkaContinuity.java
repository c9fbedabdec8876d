package dev.millrace.messaging.continuity;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** The relation of a Kafka cluster to the one that acknowledged earlier records. */
public sealed interface KafkaContinuity {

    /** It has all records that it acknowledged. */
    record Same() implements KafkaContinuity {}

    /** Records that were acknowledged may be missing. */
    sealed interface Break extends KafkaContinuity {

        /** Returns true if records of this topic may be missing. */
        boolean concerns(String topic);

        /** The kind of the break, for metrics. */
        String kind();
    }

    /** It is another cluster. */
    record Replaced(String before, String now) implements Break {
        @Override
        public boolean concerns(String topic) {
            return true;
        }

        @Override
        public String kind() {
            return "replaced";
        }

        @Override
        public String toString() {
            return "another cluster: before=" + before + " now=" + now;
        }
    }

    /** Topics were deleted and created again. */
    record Recreated(Set<String> topics) implements Break {
        public Recreated {
            topics = Set.copyOf(topics);
        }

        @Override
        public boolean concerns(String topic) {
            return topics.contains(topic);
        }

        @Override
        public String kind() {
            return "recreated";
        }

        @Override
        public String toString() {
            return "topics created again: " + new TreeSet<>(topics);
        }
    }

    /** Topics end before a record that was acknowledged: the cluster was restored from an older copy. */
    record Restored(Set<String> topics) implements Break {
        public Restored {
            topics = Set.copyOf(topics);
        }

        /** The copy is of one moment: the other topics have lost records too, and have received new ones since. */
        @Override
        public boolean concerns(String topic) {
            return true;
        }

        @Override
        public String kind() {
            return "restored";
        }

        @Override
        public String toString() {
            return "an older state: topics=" + new TreeSet<>(topics);
        }
    }

    /**
     * Compares two states.
     *
     * @param before the last known state
     * @param now the current state, read after the acknowledgements
     * @param acknowledged the highest offset of each partition that was acknowledged to this process
     */
    static KafkaContinuity of(KafkaState before, KafkaState now, Map<TopicPartition, Long> acknowledged) {
        if (!before.cluster().isEmpty()
                && !now.cluster().isEmpty()
                && !before.cluster().equals(now.cluster())) {
            return new Replaced(before.cluster(), now.cluster());
        }
        Set<String> recreated = new TreeSet<>();
        now.topics().forEach((topic, id) -> {
            if (!before.topics().getOrDefault(topic, id).equals(id)) {
                recreated.add(topic);
            }
        });
        Set<String> older = new TreeSet<>();
        now.ends().forEach((partition, end) -> {
            long least =
                    Math.max(before.ends().getOrDefault(partition, 0L), acknowledged.getOrDefault(partition, -1L) + 1);
            if (end < least && !recreated.contains(partition.topic())) {
                older.add(partition.topic());
            }
        });
        if (!older.isEmpty()) {
            return new Restored(older);
        }
        return recreated.isEmpty() ? new Same() : new Recreated(recreated);
    }
}

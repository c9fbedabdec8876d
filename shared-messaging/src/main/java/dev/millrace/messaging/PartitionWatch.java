package dev.millrace.messaging;

import dev.millrace.messaging.death.ProcessDeaths;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Watches the partitions of a channel for records whose handling ends the process: {@code consumer-rebalance-listener.name=process-deaths}. For channels
 * whose records are redelivered after a restart; {@link PartitionHandBack} does it too.
 */
@ApplicationScoped
@Identifier("process-deaths")
public class PartitionWatch implements KafkaConsumerRebalanceListener {
    private final ProcessDeaths deaths;

    public PartitionWatch(ProcessDeaths deaths) {
        this.deaths = deaths;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        deaths.assigned(consumer, partitions);
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        deaths.revoked(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        deaths.lost(partitions);
    }
}

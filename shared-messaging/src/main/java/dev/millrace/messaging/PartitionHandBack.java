package dev.millrace.messaging;

import dev.millrace.messaging.death.ProcessDeaths;
import dev.millrace.messaging.record.IncomingRecord;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Ends the handling of records whose partition goes to another instance, before that instance gets it. For channels whose work must not run twice at a
 * time: {@code consumer-rebalance-listener.name=hand-back}.
 *
 * <p>Kafka waits for the old owner while this listener waits, up to {@code max.poll.interval.ms}, which has to be longer than the limit here. An instance
 * that was paused for longer than its session has lost its partitions already; it ends their work when it continues.
 */
@ApplicationScoped
@Identifier("hand-back")
public class PartitionHandBack implements KafkaConsumerRebalanceListener {
    private static final Logger LOG = Logger.getLogger(PartitionHandBack.class);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final EventInbox inbox;
    private final ProcessDeaths deaths;

    public PartitionHandBack(EventInbox inbox, ProcessDeaths deaths) {
        this.inbox = inbox;
        this.deaths = deaths;
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        endHandling(partitions);
        deaths.revoked(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        endHandling(partitions);
        deaths.lost(partitions);
    }

    private void endHandling(Collection<TopicPartition> partitions) {
        Set<TopicPartition> revoked = Set.copyOf(partitions);
        inbox.revoke(revoked);
        handBack(revoked, record -> revoked.contains(record.partitionOfTopic()));
    }

    /** A loss whose last commit was refused is not reported by the connector: what isn't assigned now is handed back too. */
    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        deaths.assigned(consumer, partitions);
        Set<TopicPartition> assigned = Set.copyOf(consumer.assignment());
        inbox.assign(assigned);
        Set<String> topics = Set.copyOf(consumer.subscription());
        handBack(assigned, record -> topics.contains(record.topic()) && !assigned.contains(record.partitionOfTopic()));
    }

    private void handBack(Set<TopicPartition> partitions, Predicate<IncomingRecord> which) {
        try {
            if (!inbox.handBack(which, LIMIT)) {
                LOG.warnf("handlers of revoked partitions still run: partitions=%s limit=%s", partitions, LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

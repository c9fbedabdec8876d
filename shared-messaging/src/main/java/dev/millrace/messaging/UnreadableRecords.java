package dev.millrace.messaging;

import dev.millrace.events.wire.Decoded;
import dev.millrace.messaging.queue.BatchWindow;
import dev.millrace.messaging.queue.KeyedQueues;
import dev.millrace.messaging.record.IncomingRecord;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Sends the unreadable records of topics to their dead letters, and does nothing with the others. Of all that read a topic, with or without a consumer
 * group, exactly one group has a channel for this, so that a record becomes one dead letter.
 */
@ApplicationScoped
public class UnreadableRecords {
    private static final Logger LOG = Logger.getLogger(UnreadableRecords.class);

    private record Found(Message<byte[]> message, IncomingRecord record, String reason) {}

    private final DeadLetters deadLetters;
    private final DeliveryMetrics metrics;
    private final KeyedQueues<Found> queues;

    public UnreadableRecords(
            DeadLetters deadLetters,
            DeliveryMetrics metrics,
            @ConfigProperty(name = "millrace.messaging.most-waiting") int maxWaiting) {
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.queues = new KeyedQueues<>(maxWaiting);
    }

    /**
     * Receives a message of the channel that each service has for the topics whose dead letters it writes.
     *
     * @return completes when the channel may deliver the next message
     */
    @Incoming("unreadable")
    CompletionStage<Void> receive(Message<byte[]> message) {
        IncomingRecord record = IncomingRecord.of(message);
        return switch (record.decode()) {
            case Decoded.Known known -> message.ack();
            case Decoded.Unreadable(String reason) ->
                queues.submit(
                        record.partitionOfTopic().toString(),
                        new Found(message, record, reason),
                        BatchWindow.NONE,
                        found -> found.forEach(this::send));
        };
    }

    private void send(Found found) {
        deadLetters.send(found.message(), found.record(), found.reason(), (error, failures) -> {
            metrics.failed("transient");
            LOG.warnf(
                    "unreadable record not sent to the dead letters, will retry: record=%s tries=%d error=%s",
                    found.record().position(), failures, error.getMessage());
        });
    }

    @PreDestroy
    void stop() {
        queues.close();
    }
}

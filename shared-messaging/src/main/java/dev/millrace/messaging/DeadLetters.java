package dev.millrace.messaging;

import dev.millrace.messaging.queue.Backoff;
import dev.millrace.messaging.queue.Retries;
import dev.millrace.messaging.record.DeadLetter;
import dev.millrace.messaging.record.IncomingRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Sends records that can't be read or handled to the dead letters of their topic, and acknowledges them. */
@ApplicationScoped
public class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final Retries RETRIES = new Retries(Backoff.DEFAULT);

    private final EventPublisher publisher;
    private final DeliveryMetrics metrics;

    public DeadLetters(EventPublisher publisher, DeliveryMetrics metrics) {
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /**
     * Sends a dead letter, for as long as Kafka takes to accept it, and acknowledges its record. Returns without either if the thread is interrupted.
     *
     * @param retrying receives the error of each failed try and the number of failures so far
     */
    void send(
            Message<byte[]> message,
            IncomingRecord record,
            String reason,
            BiConsumer<UncheckedIOException, Integer> retrying) {
        switch (RETRIES.untilDone(() -> publisher.send(DeadLetter.of(record, reason)), retrying)) {
            case Retries.Ending.Done done -> {
                metrics.failed("dead-letter");
                LOG.warnf("record sent to the dead letters: record=%s error=%s", record.position(), reason);
                acknowledge(message, record);
            }
            case Retries.Ending.Stopped stopped ->
                LOG.debugf("stopped, record will be redelivered: record=%s", record.position());
            case Retries.Ending.Impossible impossible -> {
                metrics.failed("dead-letter-refused");
                LOG.errorf(
                        impossible.error(),
                        "record not sent to the dead letters, it stays in its topic alone: record=%s",
                        record.position());
                acknowledge(message, record);
            }
        }
    }

    /** Acknowledges a record, so that it is not delivered again. */
    static void acknowledge(Message<byte[]> message, IncomingRecord record) {
        message.ack().exceptionally(failure -> {
            LOG.warnf(
                    "record not acknowledged, will be redelivered: record=%s error=%s",
                    record.position(), failure.getMessage());
            return null;
        });
    }
}

package dev.millrace.messaging;

import dev.millrace.events.Event;
import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.messaging.queue.Gathering;
import dev.millrace.messaging.queue.KeyedQueues;
import dev.millrace.messaging.queue.Retries;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Hears events: decodes a record, queues it by its event's key, has it handled, acknowledges it. Order is kept within a key; other
 * keys go on while one is retried. A record that can't be read, or handled ever, goes to the dead letters and stops nothing.
 */
@ApplicationScoped
public class EventInbox {
    private static final Logger LOG = Logger.getLogger(EventInbox.class);
    private static final Retries RETRIES = new Retries(Backoff.USUAL);

    private record Delivery(Message<byte[]> message, IncomingRecord record, Decoded decoded) {
        String queue(String topic) {
            return switch (decoded) {
                case Decoded.Known known ->
                    topic + " " + known.envelope().event().key();
                case Decoded.Unreadable unreadable -> topic + " (unreadable)";
            };
        }
    }

    private final EventPublisher publisher;
    private final DeliveryMetrics metrics;
    private final KeyedQueues<Delivery> queues;
    private final Tries tries = new Tries();

    public EventInbox(
            EventPublisher publisher,
            DeliveryMetrics metrics,
            MeterRegistry registry,
            @ConfigProperty(name = "millrace.messaging.most-waiting") int mostWaiting) {
        this.publisher = publisher;
        this.metrics = metrics;
        this.queues = new KeyedQueues<>(mostWaiting);
        registry.gauge("millrace.retries.waiting", tries, t -> t.waiting().size());
        registry.gauge("millrace.queue.size", queues, KeyedQueues::size);
        registry.gauge(
                "millrace.queue.age.seconds",
                queues,
                q -> q.oldest(Instant.now()).toMillis() / 1000.0);
    }

    /**
     * Takes a message of a channel.
     *
     * @return completes when the channel may bring the next one; the message itself is acknowledged after its handler returned
     */
    public CompletionStage<Void> receive(Message<byte[]> message, EventHandler handler) {
        return enqueue(message, Gathering.NONE, batch -> handler.handle(batch.getFirst()));
    }

    /**
     * As {@link #receive}, with all events of a key that come within a window handled together.
     *
     * @param quiet the window closes when nothing came for so long
     * @param most or when the first has waited for so long
     */
    public CompletionStage<Void> receiveGathered(
            Message<byte[]> message, Duration quiet, Duration most, BatchHandler handler) {
        return enqueue(message, new Gathering(quiet, most), handler);
    }

    private CompletionStage<Void> enqueue(Message<byte[]> message, Gathering gathering, BatchHandler handler) {
        IncomingRecord record = IncomingRecord.of(message);
        Delivery delivery = new Delivery(message, record, record.decode());
        metrics.heard(record.topic());
        return queues.submit(delivery.queue(record.topic()), delivery, gathering, batch -> deliver(batch, handler));
    }

    private void deliver(List<Delivery> batch, BatchHandler handler) {
        for (Delivery delivery : batch) {
            if (delivery.decoded() instanceof Decoded.Unreadable unreadable) {
                bury(delivery, unreadable.reason());
            }
        }
        List<Delivery> readable =
                batch.stream().filter(d -> d.decoded() instanceof Decoded.Known).toList();
        if (!readable.isEmpty()) {
            handle(readable, handler);
        }
    }

    private void handle(List<Delivery> batch, BatchHandler handler) {
        List<Envelope<? extends Event>> envelopes = batch.stream()
                .<Envelope<? extends Event>>map(EventInbox::envelope)
                .toList();
        Envelope<? extends Event> first = envelopes.getFirst();
        String name = batch.getFirst().record().position();
        MDC.put("chain", first.chain().value());
        MDC.put("event", first.id().value());
        MDC.put("key", first.event().key());
        try {
            switch (RETRIES.untilDone(
                    () -> tries.run(name, () -> handler.handle(envelopes)),
                    (trouble, failures) -> troubled(batch, trouble, failures))) {
                case Retries.Ending.Done done -> batch.forEach(EventInbox::acknowledge);
                case Retries.Ending.Stopped stopped ->
                    LOG.debugf(
                            "stopped; %s comes again", batch.getFirst().record().position());
                case Retries.Ending.Impossible impossible -> failed(batch, handler, impossible.why());
            }
        } finally {
            MDC.clear();
        }
    }

    private void failed(List<Delivery> batch, BatchHandler handler, RuntimeException why) {
        tries.gaveUp(batch.getFirst().record().position());
        if (batch.size() > 1) {
            batch.forEach(one -> handle(List.of(one), handler));
            return;
        }
        Delivery delivery = batch.getFirst();
        LOG.errorf(
                why,
                "event can't be handled, goes to the dead letters: record=%s",
                delivery.record().position());
        bury(delivery, why.getClass().getSimpleName() + ": " + why.getMessage());
    }

    private void troubled(List<Delivery> batch, RuntimeException trouble, int failures) {
        metrics.failed("transient");
        queues.stuck(batch.getFirst().queue(batch.getFirst().record().topic()));
        if (failures == 1 || failures % 10 == 0) {
            LOG.warnf(
                    "will be tried again: record=%s tries=%d why=%s",
                    batch.getFirst().record().position(), failures, trouble.getMessage());
        }
    }

    private void bury(Delivery delivery, String reason) {
        IncomingRecord record = delivery.record();
        Retries.Ending ending = RETRIES.untilDone(
                () -> publisher.send(
                        record.topic() + ".dlq", record.key(), record.deadLetterHeaders(reason), record.value()),
                (trouble, failures) -> troubled(List.of(delivery), trouble, failures));
        if (ending instanceof Retries.Ending.Done) {
            metrics.failed("dead-letter");
            LOG.warnf("record in the dead letters: record=%s reason=%s", record.position(), reason);
            acknowledge(delivery);
        }
    }

    private static Envelope<? extends Event> envelope(Delivery delivery) {
        return switch (delivery.decoded()) {
            case Decoded.Known known -> known.envelope();
            case Decoded.Unreadable unreadable ->
                throw new IllegalStateException("unreadable records were sorted out: " + unreadable);
        };
    }

    private static void acknowledge(Delivery delivery) {
        delivery.message().ack().exceptionally(failure -> {
            LOG.warnf(
                    "not acknowledged, comes again: record=%s why=%s",
                    delivery.record().position(), failure.getMessage());
            return null;
        });
    }

    /** What is being tried, and what waits for its next try. */
    Tries tries() {
        return tries;
    }

    /** How long the oldest event has been waiting or at work; zero if there is none. */
    Duration oldest() {
        return queues.oldest(Instant.now());
    }

    @PreDestroy
    void stop() {
        queues.close();
    }
}

package dev.millrace.messaging;

import dev.millrace.events.Event;
import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.death.ProcessDeaths;
import dev.millrace.messaging.death.Verdict;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.messaging.queue.BatchWindow;
import dev.millrace.messaging.queue.KeyedQueues;
import dev.millrace.messaging.queue.Retries;
import dev.millrace.messaging.record.IncomingRecord;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Receives events: decodes a record, queues it by the key of its event, calls the handler, and acknowledges it. Events of a key are handled
 * in order; other keys continue while one is retried. A record that can never be handled goes to the dead letters. One that can never be read is
 * skipped: several groups may read a topic, and {@link UnreadableRecords} of one of them sends it there.
 */
@ApplicationScoped
public class EventInbox {
    private static final Logger LOG = Logger.getLogger(EventInbox.class);
    private static final Retries RETRIES = new Retries(Backoff.DEFAULT);

    private final DeadLetters deadLetters;
    private final ProcessDeaths deaths;
    private final DeliveryMetrics metrics;
    private final int maxWaiting;

    /** By topic, so that a topic whose events all wait for something unavailable doesn't stop the others. */
    private final Map<String, KeyedQueues<Delivery>> queues = new ConcurrentHashMap<>();

    /** The partitions that went to other instances: a record that was on its way here when they went is theirs. */
    private final Set<TopicPartition> revoked = ConcurrentHashMap.newKeySet();

    private volatile boolean stopped;
    private final Tries tries = new Tries();

    public EventInbox(
            DeadLetters deadLetters,
            ProcessDeaths deaths,
            DeliveryMetrics metrics,
            MeterRegistry registry,
            @ConfigProperty(name = "millrace.messaging.most-waiting") int maxWaiting) {
        this.deadLetters = deadLetters;
        this.deaths = deaths;
        this.metrics = metrics;
        this.maxWaiting = maxWaiting;
        registry.gauge("millrace.retries.waiting", tries, t -> t.waiting().size());
        registry.gauge("millrace.queue.size", queues, EventInbox::size);
        registry.gauge("millrace.queue.age.seconds", queues, all -> oldest(all).toMillis() / 1000.0);
    }

    private static int size(Map<String, KeyedQueues<Delivery>> queues) {
        return queues.values().stream().mapToInt(KeyedQueues::size).sum();
    }

    private static Duration oldest(Map<String, KeyedQueues<Delivery>> queues) {
        Instant now = Instant.now();
        return queues.values().stream()
                .map(queue -> queue.oldest(now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private KeyedQueues<Delivery> queues(Delivery delivery) {
        return queues.computeIfAbsent(delivery.record().topic(), topic -> new KeyedQueues<>(maxWaiting));
    }

    /**
     * Receives a message of a channel.
     *
     * @return completes when the channel may deliver the next message; this message is acknowledged after its handler returns
     */
    public CompletionStage<Void> receive(Message<byte[]> message, EventHandler handler) {
        return enqueue(message, Event::key, BatchWindow.NONE, batch -> handler.handle(batch.getFirst()));
    }

    /**
     * As {@link #receive}, but in lanes instead of keys: events of different lanes are handled in parallel, and all that wait in a lane together.
     *
     * @param lane names the lane of an event; events of a lane have one key
     */
    public CompletionStage<Void> receiveInLanes(
            Message<byte[]> message, Function<Event, String> lane, BatchHandler handler) {
        return enqueue(message, lane, BatchWindow.WAITING, handler);
    }

    /**
     * As {@link #receive}, but handles all events of a key that arrive within a window together.
     *
     * @param quiet the window closes when no event arrives for this time
     * @param max or when the first event has waited for this time
     */
    public CompletionStage<Void> receiveBatched(
            Message<byte[]> message, Duration quiet, Duration max, BatchHandler handler) {
        return enqueue(message, Event::key, new BatchWindow(quiet, max), handler);
    }

    private CompletionStage<Void> enqueue(
            Message<byte[]> message, Function<Event, String> lane, BatchWindow window, BatchHandler handler) {
        if (stopped) {
            return new CompletableFuture<>();
        }
        IncomingRecord record = IncomingRecord.of(message);
        metrics.received(record.topic());
        return switch (record.decode()) {
            case Decoded.Known(Envelope<? extends Event> envelope) -> {
                Delivery delivery = Delivery.of(message, record, envelope, lane);
                yield queues(delivery).submit(delivery.lane(), delivery, window, batch -> deliver(batch, handler));
            }
            case Decoded.Unreadable unreadable -> {
                LOG.debugf("unreadable record skipped: record=%s error=%s", record.position(), unreadable.reason());
                metrics.skippedUnreadable();
                yield message.ack();
            }
        };
    }

    /**
     * Hands back records that are no longer this instance's: those that wait are dropped, the handlers of the others are interrupted. Returns when these
     * have ended. None is acknowledged, so that they are delivered again.
     *
     * @return false if a handler still runs after the limit
     */
    boolean handBack(Predicate<IncomingRecord> which, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean ended = true;
        for (KeyedQueues<Delivery> topic : queues.values()) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            ended &= topic.drop(
                    delivery -> {
                        boolean matches = which.test(delivery.record());
                        delivery.revoked().compareAndSet(false, matches);
                        return matches;
                    },
                    left);
        }
        return ended;
    }

    /** From now on the handling of no record of these partitions begins. */
    void revoke(Collection<TopicPartition> partitions) {
        revoked.addAll(partitions);
    }

    /** From now on records of these partitions are handled again. */
    void assign(Collection<TopicPartition> partitions) {
        revoked.removeAll(partitions);
    }

    /** A record may arrive after its partition went: the handlers that began before are interrupted, the others must not begin. */
    private void deliver(List<Delivery> delivered, BatchHandler handler) {
        List<Delivery> batch = delivered.stream()
                .filter(delivery -> !revoked.contains(delivery.record().partitionOfTopic()))
                .toList();
        List<Delivery> rest = new ArrayList<>();
        boolean alone = false;
        for (Delivery delivery : batch) {
            Verdict verdict = deaths.verdict(delivery.record());
            if (verdict == Verdict.QUARANTINED) {
                quarantine(delivery);
            } else {
                alone |= verdict == Verdict.ALONE;
                rest.add(delivery);
            }
        }
        if (alone) {
            rest.forEach(one -> handle(List.of(one), handler));
        } else if (!rest.isEmpty()) {
            handle(rest, handler);
        }
    }

    private void quarantine(Delivery delivery) {
        metrics.failed("quarantined");
        LOG.errorf(
                "event not handled again, it ended the process each time, sending it to the dead letters: record=%s",
                delivery.position());
        deadLetter(delivery, "the process ended each time it handled this record");
    }

    private void handle(List<Delivery> batch, BatchHandler handler) {
        List<Envelope<? extends Event>> envelopes = batch.stream()
                .<Envelope<? extends Event>>map(Delivery::envelope)
                .toList();
        List<IncomingRecord> records = batch.stream().map(Delivery::record).toList();
        Envelope<? extends Event> first = envelopes.getFirst();
        String name = batch.getFirst().position();
        MDC.put("chain", first.chain().value());
        MDC.put("event", first.id().value());
        MDC.put("key", first.event().key());
        try {
            switch (RETRIES.untilDone(
                    () -> deaths.during(records, () -> tries.run(name, () -> handler.handle(envelopes))),
                    (error, failures) -> retrying(batch, error, failures))) {
                case Retries.Ending.Done done -> batch.forEach(EventInbox::acknowledge);
                case Retries.Ending.Stopped stopped -> redelivered(batch);
                case Retries.Ending.Impossible impossible when batch.getFirst().isRevoked() -> redelivered(batch);
                case Retries.Ending.Impossible impossible -> failed(batch, handler, impossible.error());
            }
        } finally {
            MDC.clear();
        }
    }

    private void redelivered(List<Delivery> batch) {
        tries.abandon(batch.getFirst().position());
        LOG.debugf(
                "stopped, record will be redelivered: record=%s",
                batch.getFirst().position());
    }

    private void failed(List<Delivery> batch, BatchHandler handler, Throwable error) {
        tries.abandon(batch.getFirst().position());
        if (batch.size() > 1) {
            batch.forEach(one -> handle(List.of(one), handler));
            return;
        }
        Delivery delivery = batch.getFirst();
        LOG.errorf(error, "event can't be handled, sending it to the dead letters: record=%s", delivery.position());
        deadLetter(delivery, error.getClass().getSimpleName() + ": " + error.getMessage());
    }

    private void retrying(List<Delivery> batch, RuntimeException error, int failures) {
        metrics.failed("transient");
        if (batch.getFirst().isRevoked()) {
            Thread.currentThread().interrupt(); // the handler may have consumed the interrupt; there is no retry
            return;
        }
        queues(batch.getFirst()).markStuck(batch.getFirst().lane());
        if (failures == 1 || failures % 10 == 0) {
            LOG.warnf(
                    "event failed, will retry: record=%s tries=%d error=%s",
                    batch.getFirst().position(), failures, error.getMessage());
        }
    }

    private void deadLetter(Delivery delivery, String reason) {
        deadLetters.send(
                delivery.message(),
                delivery.record(),
                reason,
                (error, failures) -> retrying(List.of(delivery), error, failures));
    }

    private static void acknowledge(Delivery delivery) {
        DeadLetters.acknowledge(delivery.message(), delivery.record());
    }

    /** The running tries, and the records that wait for a retry. */
    Tries tries() {
        return tries;
    }

    /** The age of the oldest event that is waiting or in progress; zero if there is none. */
    Duration oldest() {
        return oldest(queues);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopped = true;
        handBack(record -> true, Duration.ZERO);
        queues.values().forEach(KeyedQueues::close);
    }
}

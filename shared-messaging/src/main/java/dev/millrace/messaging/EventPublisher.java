package dev.millrace.messaging;

import dev.millrace.events.Event;
import dev.millrace.events.Topic;
import dev.millrace.events.wire.EncodedEvent;
import dev.millrace.events.wire.Envelope;
import dev.millrace.events.wire.EventCodec;
import dev.millrace.messaging.continuity.KafkaContinuity;
import dev.millrace.messaging.continuity.KafkaRecovery;
import dev.millrace.messaging.continuity.PublishedRecords;
import dev.millrace.messaging.continuity.PublishedRecords.PublishedRecord;
import dev.millrace.messaging.record.DeadLetter;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events. Each is sent as a new message, so that no header of an incoming record can change its destination.
 *
 * <p>The producer is not idempotent: the ids by which a broker recognises duplicates are valid within one cluster, and another cluster gives them
 * again, to others. It would acknowledge records of a second producer with the same id as duplicates, and not store them. A record that is stored
 * twice is harmless, because every event has its id.
 */
@ApplicationScoped
public class EventPublisher implements KafkaRecovery {
    private static final Logger LOG = Logger.getLogger(EventPublisher.class);

    private final Emitter<byte[]> emitter;
    private final DeliveryMetrics metrics;
    private final PublishedRecords published;
    private final Duration timeout;

    private final List<Consumer<Envelope<? extends Event>>> listeners = new CopyOnWriteArrayList<>();

    /** Records are published again while no new one is: of two records with one key, the newer one has to stay the last. */
    private final ReadWriteLock order = new ReentrantReadWriteLock();

    public EventPublisher(
            @Channel("events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> emitter,
            DeliveryMetrics metrics,
            PublishedRecords published,
            @ConfigProperty(name = "millrace.messaging.publish-timeout") Duration timeout) {
        this.emitter = emitter;
        this.metrics = metrics;
        this.published = published;
        this.timeout = timeout;
    }

    /**
     * Publishes an event and waits until Kafka has acknowledged it.
     *
     * @throws EventNotPublished if Kafka doesn't acknowledge it in time
     * @throws EventTooLarge if Kafka accepts no event of this size
     */
    public void publish(Envelope<? extends Event> envelope) {
        EncodedEvent encoded = EventCodec.encode(envelope);
        send(encoded.topic(), encoded.key(), headers(encoded.headers()), encoded.value());
        metrics.published(encoded.topic());
        listeners.forEach(listener -> listener.accept(envelope));
    }

    /** Passes each event that Kafka has acknowledged to the listener, in the thread that published it. */
    public void afterEach(Consumer<Envelope<? extends Event>> listener) {
        listeners.add(listener);
    }

    /**
     * Ends the state under a key of a compacted topic, and waits until Kafka has acknowledged it.
     *
     * @throws EventNotPublished if Kafka doesn't acknowledge it in time
     */
    public void remove(Topic topic, String key) {
        send(topic.topicName(), key, new RecordHeaders(), null);
    }

    /** Sends a dead letter, which may have no key and no value. */
    void send(DeadLetter letter) {
        send(letter.topic(), letter.key(), letter.headers(), letter.value());
    }

    private void send(String topic, @Nullable String key, Headers headers, byte @Nullable [] value) {
        PublishedRecord record = new PublishedRecord(topic, key, headers, value);
        lock(order.readLock(), topic);
        try {
            await(sent(record), topic);
            published.add(record);
        } finally {
            order.readLock().unlock();
        }
    }

    private void lock(Lock lock, String topic) {
        try {
            if (!lock.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new EventNotPublished(
                        "publishing to " + topic + " failed: others are published first",
                        new TimeoutException(timeout + " elapsed"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventNotPublished("publishing to " + topic + " failed: the service is stopping", e);
        }
    }

    @Override
    public int turn() {
        return RECORDS;
    }

    /** Publishes the newest records of this process again, in their order. */
    @Override
    public void recover(KafkaContinuity.Break change) {
        lock(order.writeLock(), "all topics");
        try {
            List<PublishedRecord> records = published.of(change::concerns);
            List<CompletableFuture<Void>> sent =
                    records.stream().map(this::sent).toList();
            for (int i = 0; i < sent.size(); i++) {
                await(sent.get(i), records.get(i).topic());
            }
            LOG.infof("events published again: records=%d", records.size());
        } finally {
            order.writeLock().unlock();
        }
    }

    private CompletableFuture<Void> sent(PublishedRecord record) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        OutgoingMessageMetadata<RecordMetadata> result = new OutgoingMessageMetadata<>();
        OutgoingKafkaRecordMetadata<String> destination = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(record.topic())
                .withKey(record.key())
                .withHeaders(record.headers())
                .build();
        emitter.send(message(
                record.value(),
                Metadata.of(destination, result),
                () -> {
                    Optional.ofNullable(result.getResult()).ifPresent(published::acknowledged);
                    acknowledged.complete(null);
                    return CompletableFuture.completedFuture(null);
                },
                failure -> {
                    acknowledged.completeExceptionally(failure);
                    return CompletableFuture.completedFuture(null);
                }));
        return acknowledged;
    }

    /** A record without a value is the message of a record whose payload is null. */
    @SuppressWarnings("NullAway") // a message may have no payload
    private static Message<byte[]> message(
            byte @Nullable [] value,
            Metadata metadata,
            Supplier<CompletionStage<Void>> acknowledged,
            Function<Throwable, CompletionStage<Void>> failed) {
        return Message.of(value, metadata, acknowledged, failed);
    }

    private void await(CompletableFuture<Void> acknowledged, String topic) {
        try {
            acknowledged.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            metrics.failed("kafka-publish");
            if (e.getCause() instanceof RecordTooLargeException) {
                throw new EventTooLarge("publishing to " + topic + " failed: " + e.getCause(), e);
            }
            throw new EventNotPublished("publishing to " + topic + " failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            metrics.failed("kafka-publish");
            throw new EventNotPublished(
                    "publishing to " + topic + " failed: no acknowledgement from Kafka within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventNotPublished("publishing to " + topic + " failed: the service is stopping", e);
        }
    }

    private static Headers headers(Map<String, String> values) {
        Headers headers = new RecordHeaders();
        values.forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }
}

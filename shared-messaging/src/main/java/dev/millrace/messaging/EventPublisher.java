package dev.millrace.messaging;

import dev.millrace.events.Event;
import dev.millrace.events.wire.EncodedEvent;
import dev.millrace.events.wire.Envelope;
import dev.millrace.events.wire.EventCodec;
import dev.millrace.messaging.record.DeadLetter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events. Each is sent as a new message, so that no header of an incoming record can change its destination.
 */
@ApplicationScoped
public class EventPublisher {
    private final Emitter<byte[]> emitter;
    private final DeliveryMetrics metrics;
    private final Duration timeout;

    public EventPublisher(
            @Channel("events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> emitter,
            DeliveryMetrics metrics,
            @ConfigProperty(name = "millrace.messaging.publish-timeout") Duration timeout) {
        this.emitter = emitter;
        this.metrics = metrics;
        this.timeout = timeout;
    }

    /**
     * Publishes an event and waits until Kafka has acknowledged it.
     *
     * @throws EventNotPublished if Kafka doesn't acknowledge it in time
     */
    public void publish(Envelope<? extends Event> envelope) {
        EncodedEvent encoded = EventCodec.encode(envelope);
        send(encoded.topic(), encoded.key(), headers(encoded.headers()), encoded.value());
        metrics.published(encoded.topic());
    }

    /** Sends a dead letter, which may have no key and no value. */
    void send(DeadLetter letter) {
        send(letter.topic(), letter.key(), letter.headers(), letter.value());
    }

    private void send(String topic, @Nullable String key, Headers headers, byte @Nullable [] value) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        OutgoingKafkaRecordMetadata<String> record = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(topic)
                .withKey(key)
                .withHeaders(headers)
                .build();
        emitter.send(message(
                value,
                Metadata.of(record),
                () -> {
                    acknowledged.complete(null);
                    return CompletableFuture.completedFuture(null);
                },
                failure -> {
                    acknowledged.completeExceptionally(failure);
                    return CompletableFuture.completedFuture(null);
                }));
        await(acknowledged, topic);
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

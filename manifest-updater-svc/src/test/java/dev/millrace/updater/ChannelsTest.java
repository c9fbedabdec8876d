package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.testing.IncomingEvents;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.memory.InMemorySink;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service's channels without a broker: acknowledgements and outgoing records. */
@QuarkusTest
@TestProfile(ChannelsTest.InMemory.class)
class ChannelsTest {

    /** No external parts; the host of the one repository does not answer. */
    public static class InMemory implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Path work = Path.of("target", "in-memory").toAbsolutePath();
            return Map.of(
                    "mp.messaging.incoming.image-built.connector",
                    InMemoryConnector.CONNECTOR,
                    "mp.messaging.incoming.update-requested.connector",
                    InMemoryConnector.CONNECTOR,
                    "mp.messaging.incoming.unreadable.connector",
                    InMemoryConnector.CONNECTOR,
                    "mp.messaging.outgoing.events.connector",
                    InMemoryConnector.CONNECTOR,
                    "millrace.updater.repositories.away.url",
                    "http://127.0.0.1:1/config/away.git",
                    "millrace.updater.webhook.secrets",
                    "a-secret-for-webhooks",
                    "millrace.updater.work-directory",
                    work.toString());
        }
    }

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @Inject
    @Any
    InMemoryConnector connector;

    @SuppressWarnings("NullAway.Init")
    private InMemorySink<byte[]> events;

    private final CompletableFuture<Void> acknowledged = new CompletableFuture<>();

    @BeforeEach
    void empty() {
        events = connector.sink("events");
        events.clear();
    }

    @Test
    void anImageForAnUnreachableRepositoryWaitsInTheQueueOfThatBranchOnly() {
        ImageBuilt built = Delivery.built("web", 1);

        arrives("image-built", IncomingEvents.message(envelope(built)));

        await().atMost(Duration.ofMinutes(2)).until(acknowledged::isDone);
        OutgoingKafkaRecordMetadata<?> record = published();
        assertThat(record.getTopic()).isEqualTo("update.requested");
        assertThat(record.getKey()).isEqualTo("127.0.0.1:1/config/away#refs/heads/main");
        assertThat(record.getHeaders().lastHeader("ce_causationid").value())
                .asString()
                .isEqualTo(built.id().value());
    }

    @Test
    void anEventOfAnotherTopicGoesToTheDeadLetters() {
        arrives("update-requested", IncomingEvents.message(envelope(Delivery.built("web", 2))));

        await().atMost(Duration.ofMinutes(2)).until(acknowledged::isDone);
        assertThat(published().getTopic()).isEqualTo("image.built.dlq");
    }

    @Test
    void anUnreadableRecordGoesToTheDeadLetters() {
        arrives("unreadable", IncomingEvents.message("image.built", "key", Map.of(), new byte[] {1}));

        await().atMost(Duration.ofMinutes(2)).until(acknowledged::isDone);
        OutgoingKafkaRecordMetadata<?> record = published();
        assertThat(record.getTopic()).isEqualTo("image.built.dlq");
        assertThat(record.getHeaders().lastHeader("dead-letter-reason")).isNotNull();
    }

    private static Envelope<ImageBuilt> envelope(ImageBuilt built) {
        return Envelope.first(
                built, "image-builder-svc", Delivery.NOON, Delivery.chain(built), Optional.of(Delivery.TRACE));
    }

    private void arrives(String channel, Message<byte[]> message) {
        connector.<Message<byte[]>>source(channel).send(message.withAck(() -> {
            acknowledged.complete(null);
            return CompletableFuture.completedFuture(null);
        }));
    }

    private OutgoingKafkaRecordMetadata<?> published() {
        return events.received()
                .getFirst()
                .getMetadata(OutgoingKafkaRecordMetadata.class)
                .orElseThrow();
    }
}

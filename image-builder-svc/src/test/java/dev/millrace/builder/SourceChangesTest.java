package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.SourceChanged;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.testing.IncomingEvents;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.memory.InMemorySink;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The channels of the service without a broker: acknowledgements and published records. */
@QuarkusTest
@TestProfile(SourceChangesTest.InMemory.class)
class SourceChangesTest {
    private static final String SECRET = "a-secret-for-webhooks";
    private static final CommitId COMMIT = new CommitId("c0ffee".repeat(6) + "c0ff");

    /** Runs without external parts; the host of the only repository is unreachable. */
    public static class InMemory implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Path work = Path.of("target", "in-memory").toAbsolutePath();
            Map<String, String> settings = OfflineSettings.create();
            settings.put("millrace.builder.repositories.offline.url", "http://127.0.0.1:1/shop/offline.git");
            settings.put("millrace.builder.webhook.secrets", SECRET);
            settings.put("millrace.builder.webhook.body-timeout", "PT10M");
            settings.put("millrace.builder.work-directory", work.toString());
            return settings;
        }
    }

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/webhooks/git")
    URI webhook;

    @SuppressWarnings("NullAway.Init")
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
    void aPushIsPublishedAsSourceChangedKeyedByItsRepository() throws Exception {
        byte[] body = Delivery.payload("http://127.0.0.1:1/shop/offline.git", COMMIT);

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(webhook)
                                .header("X-GitHub-Event", "push")
                                .header("X-Hub-Signature-256", Delivery.signature(body, SECRET))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(202);
        OutgoingKafkaRecordMetadata<?> record = published();
        assertThat(record.getTopic()).isEqualTo("source.changed");
        assertThat(record.getKey()).isEqualTo("127.0.0.1:1/shop/offline");
    }

    /** GitHub sends at most 25 MB. */
    @Test
    void theLargestBodyThatAHostSendsIsStored() throws Exception {
        byte[] push = Delivery.payload("http://127.0.0.1:1/shop/offline.git", COMMIT);
        byte[] body = Arrays.copyOf(push, 25 * 1024 * 1024);
        Arrays.fill(body, push.length, body.length, (byte) ' ');

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(webhook)
                                .header("X-GitHub-Event", "push")
                                .header("X-Hub-Signature-256", Delivery.signature(body, SECRET))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("1 of 1 ref changes stored\n");
    }

    @Test
    void aChangeOfAnUnknownRepositoryIsAcknowledgedAndPublishesNothing() {
        receive(IncomingEvents.message(changed("nowhere.example/shop/web")));

        await().atMost(Duration.ofMinutes(2)).until(acknowledged::isDone);
        assertThat(events.received()).isEmpty();
    }

    @Test
    void aChangeOfAnUnreachableHostStaysUnacknowledged() {
        receive(IncomingEvents.message(changed("127.0.0.1:1/shop/offline")));
        Message<byte[]> after = IncomingEvents.message(changed("nowhere.example/shop/web"));
        CompletableFuture<Void> other = new CompletableFuture<>();

        connector.<Message<byte[]>>source("source-changed").send(after.withAck(() -> done(other)));

        await().atMost(Duration.ofMinutes(2)).until(other::isDone);
        assertThat(acknowledged).isNotDone();
        assertThat(events.received()).isEmpty();
    }

    @Test
    void aRefDoesNotWaitForAnotherRefOfItsRepository() {
        receive(IncomingEvents.message(changed("127.0.0.1:1/shop/offline")));
        CompletableFuture<Void> other = new CompletableFuture<>();
        Message<byte[]> unbuilt = IncomingEvents.message(changed("127.0.0.1:1/shop/offline", GitRef.tag("unbuilt")));

        connector.<Message<byte[]>>source("source-changed").send(unbuilt.withAck(() -> done(other)));

        await().atMost(Duration.ofMinutes(2)).until(other::isDone);
        assertThat(acknowledged).isNotDone();
    }

    @Test
    void anUnreadableRecordGoesToTheDeadLettersAndIsAcknowledged() {
        Message<byte[]> unreadable = IncomingEvents.message(
                "source.changed", "a-key", Map.of(), "no event".getBytes(StandardCharsets.UTF_8));

        connector.<Message<byte[]>>source("unreadable").send(unreadable.withAck(() -> done(acknowledged)));

        await().atMost(Duration.ofMinutes(2)).until(acknowledged::isDone);
        assertThat(published().getTopic()).isEqualTo("source.changed.dlq");
    }

    private void receive(Message<byte[]> message) {
        connector.<Message<byte[]>>source("source-changed").send(message.withAck(() -> done(acknowledged)));
    }

    private static CompletionStage<Void> done(CompletableFuture<Void> future) {
        future.complete(null);
        return CompletableFuture.completedFuture(null);
    }

    private OutgoingKafkaRecordMetadata<?> published() {
        assertThat(events.received()).hasSize(1);
        return events.received()
                .getFirst()
                .getMetadata(OutgoingKafkaRecordMetadata.class)
                .orElseThrow();
    }

    private static Envelope<SourceChanged> changed(String repository) {
        return changed(repository, GitRef.branch("main"));
    }

    private static Envelope<SourceChanged> changed(String repository, GitRef ref) {
        RepositoryId id = new RepositoryId(repository);
        Instant now = Instant.parse("2026-11-23T01:00:00Z");
        return Envelope.first(
                new SourceChanged(id, ref, CommitId.NONE, COMMIT, now),
                "a-test",
                now,
                ChainId.of(id, COMMIT),
                Optional.empty());
    }
}

package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.SourceChanged;
import dev.millrace.events.Topic;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The webhooks that the service accepts and rejects. */
@QuarkusTest
@TestProfile(BuilderProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY})
class WebhookIT extends DeliveryFixture {
    private static final CommitId COMMIT = new CommitId("c0ffee".repeat(6) + "c0ff");

    @SuppressWarnings("NullAway.Init")
    @Inject
    EventPublisher publisher;

    private static byte[] payloadFor(String repository) {
        return Delivery.payload(
                Testbed.shared().gitHost().url("shop/" + repository).toString(), COMMIT);
    }

    @Test
    void aSignedPushIsStoredBeforeItIsAnswered() {
        Testbed.shared().gitHost().createRepository("shop/stored");

        HttpResponse<String> answer = delivery.signedWebhook(payloadFor("stored"));

        assertThat(answer.statusCode()).isEqualTo(202);
        PublishedEvent stored =
                delivery.event(Topic.SOURCE_CHANGED, Delivery.ofCommit(COMMIT).and(event -> event.key()
                        .endsWith("/shop/stored")));
        assertThat(stored.at("/ref")).isEqualTo("refs/heads/main");
    }

    @Test
    void aForgedSignatureIsUnauthorized() {
        byte[] body = payloadFor("stored");

        HttpResponse<String> answer = delivery.webhook(body, Delivery.signature(body, "another-secret"));

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void aDeliveryWithoutASignatureIsUnauthorized() {
        HttpResponse<String> answer =
                delivery.post("webhooks/git", payloadFor("stored"), Map.of("X-GitHub-Event", "push"));

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void aFormAsGitHubSendsItByChoiceIsStored() {
        Testbed.shared().gitHost().createRepository("shop/form");
        byte[] body = ("payload="
                        + URLEncoder.encode(
                                new String(payloadFor("form"), StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> answer = delivery.post(
                "webhooks/git",
                body,
                Map.of(
                        "X-GitHub-Event",
                        "push",
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "X-Hub-Signature-256",
                        Delivery.signature(body, BuilderProfile.WEBHOOK_SECRET)));

        assertThat(answer.body()).isEqualTo("1 of 1 ref changes stored\n");
    }

    @Test
    void malformedJsonIsABadRequest() {
        HttpResponse<String> answer = delivery.signedWebhook("{\"ref\":".getBytes(StandardCharsets.UTF_8));

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void anUnknownRepositoryIsIgnoredAndCounted() {
        HttpResponse<String> answer = delivery.signedWebhook(payloadFor("unknown"));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(delivery.get("q/metrics").body()).contains("millrace_ignored_total{reason=\"unknown-repository\"");
        assertThat(delivery.seen(Topic.SOURCE_CHANGED, event -> event.key().endsWith("/shop/unknown")))
                .isEmpty();
    }

    @Test
    void asksTheHostToRetryWhileKafkaIsUnavailable() {
        Testbed.shared().kafka().kill();
        HttpResponse<String> answer;
        try {
            answer = delivery.signedWebhook(payloadFor("stored"));
        } finally {
            Testbed.shared().kafka().restart();
        }

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("10");
    }

    @Test
    void anUnreadableRecordGoesToTheDeadLettersAndTheChannelContinues() throws Exception {
        RepositoryId repository = new RepositoryId("nowhere.example/shop/web");
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Testbed.shared().kafka().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            "source.changed", repository.value(), "no event".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
        Instant now = Instant.now();
        SourceChanged next = new SourceChanged(repository, GitRef.branch("main"), CommitId.NONE, COMMIT, now);

        publisher.publish(Envelope.first(next, "a-test", now, ChainId.of(repository, COMMIT), Optional.empty()));

        PublishedEvent dead =
                delivery.recordOn("source.changed.dlq", event -> event.key().equals(repository.value()));
        assertThat(dead.headers().get("dead-letter-reason")).contains("not a CloudEvent");
        delivery.eventually(() -> assertThat(delivery.get("q/metrics").body())
                .contains("millrace_ignored_total{reason=\"not-configured\""));
        assertThat(delivery.get("q/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void healthReportsTheChannelsKafkaAndGit() {
        assertThat(delivery.get("q/health/ready").body()).contains("source-changed", "\"git\"", "/shop/web");
        assertThat(delivery.get("q/health/ready").body()).contains("\"image-engine\"");
    }
}

package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.ImagePushed;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.testing.IncomingEvents;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.memory.InMemorySink;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The webhooks of registries and the channel behind them, without a broker and with an unreachable registry. */
@QuarkusTest
@TestProfile(RegistrySendersProfile.class)
class RegistryWebhookTest {
    private static final String DISTRIBUTION = "Bearer distribution";
    private static final String HUB = "dockerhub/" + RegistrySendersProfile.token("dockerhub");
    private static final String PACKAGE = "{\"action\": \"created\", \"package\": {\"type\": \"npm\"}}";
    private static final String SIGNATURE =
            HexFormat.of().formatHex(RegistrySendersProfile.hmac(PACKAGE.getBytes(StandardCharsets.UTF_8)));

    static final List<Arguments> REQUESTS = List.of(
            Arguments.of("POST", "distribution", "Authorization: Bearer distribution", "{\"events\": []}", 202),
            Arguments.of("POST", "distribution", "Authorization: Bearer guessed", "{\"events\": []}", 401),
            Arguments.of("POST", "distribution", "X-Any: none", "{\"events\": []}", 401),
            Arguments.of("POST", "distribution", "Authorization: Bearer distribution", "{}", 400),
            Arguments.of("POST", "distribution", "Authorization: Bearer distribution", "", 400),
            Arguments.of("POST", "distribution", "Authorization: Bearer distribution", "events", 400),
            Arguments.of("GET", "distribution", "Authorization: Bearer distribution", "", 405),
            Arguments.of("PUT", "distribution", "Authorization: Bearer distribution", "{}", 405),
            Arguments.of("DELETE", HUB, "X-Any: none", "{}", 405),
            Arguments.of("POST", "distribution", "Content-Type: text/plain", "{}", 415),
            Arguments.of("POST", HUB, "Content-Type: application/x-www-form-urlencoded", "a=b", 415),
            Arguments.of("POST", "quay", "Authorization: Bearer distribution", "{}", 404),
            Arguments.of("POST", "quay/" + RegistrySendersProfile.token("quay"), "X-Any: none", "{}", 404),
            Arguments.of("POST", "nexus", "X-Any: none", "{}", 404),
            Arguments.of("POST", "DISTRIBUTION", "Authorization: Bearer distribution", "{\"events\": []}", 404),
            Arguments.of("POST", HUB, "X-Any: none", "{\"repository\": {\"name\": \"nginx\"}}", 202),
            Arguments.of("POST", HUB, "X-Any: none", "{}", 400),
            Arguments.of("POST", "dockerhub", "X-Any: none", "{}", 401),
            Arguments.of("POST", "dockerhub/" + RegistrySendersProfile.token("quay"), "X-Any: none", "{}", 401),
            Arguments.of("POST", "dockerhub/guessed", "X-Any: none", "{}", 401),
            Arguments.of("POST", "dockerhub/%ff", "X-Any: none", "{}", 401),
            Arguments.of("POST", HUB + "/more", "X-Any: none", "{}", 404),
            Arguments.of("POST", HUB + "?registry=%ff", "X-Any: none", "{}", 400),
            Arguments.of("POST", "gitea", "X-Gitea-Signature: " + SIGNATURE, PACKAGE, 202),
            Arguments.of("POST", "gitea", "X-Forgejo-Signature: " + SIGNATURE, PACKAGE, 202),
            Arguments.of("POST", "gitea", "X-Hub-Signature-256: sha256=" + SIGNATURE, PACKAGE, 202),
            Arguments.of("POST", "gitea", "X-Gitea-Signature: " + SIGNATURE, PACKAGE + " ", 401),
            Arguments.of("POST", "gitea/" + RegistrySendersProfile.token("gitea"), "X-Any: none", PACKAGE, 401),
            Arguments.of("POST", "ghcr", "X-Hub-Signature-256: sha256=" + SIGNATURE, PACKAGE, 202),
            Arguments.of("POST", "artifactory", "X-JFrog-Event-Auth: " + SIGNATURE, PACKAGE, 202),
            Arguments.of("POST", "acr", "X-Azure: azure, with a comma", "{}", 202),
            Arguments.of("POST", "acr", "X-Azure: azure, before", "{}", 202),
            Arguments.of("POST", "acr", "X-Azure: azure", "{}", 401),
            Arguments.of("POST", "ecr/" + RegistrySendersProfile.token("ecr"), "X-Any: none", "{}", 202),
            Arguments.of("POST", "gar", "X-Any: none", "{}", 401),
            Arguments.of("POST", "gar", "Authorization: Bearer x.y.z", "{}", 401));

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @SuppressWarnings("NullAway.Init")
    @Inject
    @Any
    InMemoryConnector connector;

    @SuppressWarnings("NullAway.Init")
    private InMemorySink<byte[]> events;

    @BeforeEach
    void empty() {
        events = connector.sink("events");
        events.clear();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @FieldSource("REQUESTS")
    void aRequestIsAnsweredBeforeAnythingIsStored(
            String method, String path, String header, String body, int expected) {
        HttpResponse<String> answer = send(method, path, header, BodyPublishers.ofString(body));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
        assertThat(events.received()).isEmpty();
    }

    @Test
    void aPushIsStoredUnderTheNameOfItsRegistryAndTheRegistryIsNotAsked() {
        HttpResponse<String> answer = post("distribution", envelope("registry.example:5000", 1));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("1 of 1 pushed tags stored");
        assertThat(keys()).containsExactly("image.pushed " + RegistrySendersProfile.REGISTRY + "/shop/web");
    }

    @Test
    void aVirtualRepositoryIsStoredUnderItsAlias() {
        String body = """
                {"domain": "docker", "event_type": "pushed", "jpd_origin": "https://acme.jfrog.io",
                 "data": {"repo_key": "docker-local", "image_name": "shop/web", "tag": "1"}}""";

        HttpResponse<String> answer = send(
                "POST",
                "artifactory",
                "X-JFrog-Event-Auth: "
                        + HexFormat.of().formatHex(RegistrySendersProfile.hmac(body.getBytes(StandardCharsets.UTF_8))),
                BodyPublishers.ofString(body));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(keys()).containsExactly("image.pushed " + RegistrySendersProfile.REGISTRY + "/virtual/shop/web");
    }

    @Test
    void aNotificationStoresAHundredTagsAndCountsTheOthers() {
        HttpResponse<String> answer = post("distribution", envelope(RegistrySendersProfile.REGISTRY, 140));

        assertThat(answer.body()).contains("100 of 140 pushed tags stored");
        assertThat(events.received()).hasSize(100);
        assertThat(metrics()).contains("millrace_ignored_total{reason=\"too-many-images\"} 40.0");
    }

    @Test
    void aBodyOverAMebibyteIsTooLarge() {
        HttpResponse<String> answer = send(
                "POST",
                "distribution",
                "Authorization: " + DISTRIBUTION,
                BodyPublishers.ofString("{\"events\": [], \"x\": \"" + "x".repeat(1 << 20) + "\"}"));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void anUnknownRegistryIsCountedAndNotStored() {
        HttpResponse<String> answer = post("distribution", envelope("evil.example:5000", 1));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(events.received()).isEmpty();
        assertThat(metrics()).contains("millrace_ignored_total{reason=\"unknown-registry\"");
    }

    @Test
    void aBodyThatStopsArrivingIsNotWaitedForForever() throws IOException {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.getOutputStream()
                    .write(("POST /webhooks/registry/distribution HTTP/1.1\r\nHost: builder\r\nAuthorization: "
                                    + DISTRIBUTION + "\r\nContent-Length: 100\r\n\r\n{\"events\": ")
                            .getBytes(StandardCharsets.UTF_8));

            // The server closes the connection at the same time, so the status may not arrive.
            String status = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            assertThat(status == null || status.startsWith("HTTP/1.1 408")).isTrue();
        }
    }

    @Test
    void keysOfAnIssuerThatAreUnreachableAskForAnotherDelivery() {
        String header = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ";
        String unsigned = header + ".e30." + "A".repeat(342);

        HttpResponse<String> answer =
                send("POST", "gar", "Authorization: Bearer " + unsigned, BodyPublishers.ofString("{}"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void aPushOfAnUnreachableRegistryWaitsAndHoldsUpNoOtherImage() {
        CompletableFuture<Void> waiting = consumed(RegistrySendersProfile.REGISTRY + "/shop/web");
        CompletableFuture<Void> other = consumed("nowhere.example/shop/web");

        await().atMost(Duration.ofMinutes(2)).until(other::isDone);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(metrics()).contains("millrace_failures_total{reason=\"transient\"}"));
        assertThat(waiting).isNotDone();
        assertThat(events.received()).isEmpty();
    }

    private CompletableFuture<Void> consumed(String image) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        Instant now = Instant.parse("2026-11-23T01:00:00Z");
        ImagePushed pushed = new ImagePushed(new ImageName(image), new Tag("1"), Optional.empty(), "distribution", now);
        Message<byte[]> message =
                IncomingEvents.message(Envelope.first(pushed, "a-test", now, pushed.chain(), Optional.empty()));
        connector.<Message<byte[]>>source("image-pushed").send(message.withAck(() -> {
            acknowledged.complete(null);
            return CompletableFuture.completedFuture(null);
        }));
        return acknowledged;
    }

    private List<String> keys() {
        return events.received().stream()
                .map(message ->
                        message.getMetadata(OutgoingKafkaRecordMetadata.class).orElseThrow())
                .map(record -> record.getTopic() + " " + record.getKey())
                .toList();
    }

    private static String envelope(String host, int tags) {
        return IntStream.range(0, tags)
                .mapToObj(tag -> """
                        {"action": "push", "request": {"host": "%s"}, "target": {"repository": "shop/web", "tag": "%d",
                         "mediaType": "application/vnd.oci.image.manifest.v1+json"}}""".formatted(host, tag))
                .collect(Collectors.joining(",", "{\"events\": [", "]}"));
    }

    private String metrics() {
        return request(HttpRequest.newBuilder(service.resolve("q/metrics"))).body();
    }

    private HttpResponse<String> post(String kind, String body) {
        return send("POST", kind, "Authorization: " + DISTRIBUTION, BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(String method, String path, String header, BodyPublisher body) {
        String[] parts = header.split(": ", 2);
        return request(HttpRequest.newBuilder(URI.create(service + "webhooks/registry/" + path))
                .header(parts[0], parts[1])
                .method(method, body));
    }

    private static HttpResponse<String> request(HttpRequest.Builder request) {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                    .join();
        }
    }
}

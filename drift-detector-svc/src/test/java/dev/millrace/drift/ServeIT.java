package dev.millrace.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The endpoints, on a real broker and API server. */
@QuarkusTest
@TestProfile(DriftProfile.class)
@WithParts({PartKind.KAFKA, PartKind.CLUSTER})
class ServeIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @Inject
    KubernetesClient client;

    @SuppressWarnings("NullAway.Init")
    @TestHTTPResource("/")
    URI service;

    @SuppressWarnings("NullAway.Init")
    private Scene scene;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void open() {
        scene = new Scene(client);
    }

    @AfterEach
    void close() {
        scene.close();
        http.shutdownNow();
    }

    private HttpResponse<String> get(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(service.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("requesting " + path, e);
        }
    }

    private JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    private String ofOurs(String rest) {
        return "drift?application=" + scene.agent.application() + rest;
    }

    @Test
    void listsOpenDriftsInPagesAndShowsOneWithItsDiff() {
        for (String name : new String[] {"a", "b", "c"}) {
            scene.agent.sync(Scene.configMap(name, "1"), "h1");
            scene.patch(name, "2");
        }
        scene.kubectl("delete", "configmap", "c");
        PublishedEvent drift = scene.published("Modified", "a");
        scene.published("Modified", "b");
        scene.published("Missing", "c");
        await().atMost(SOON)
                .until(() -> json(ofOurs("&change=Missing")).at("/items").size() == 1);

        JsonNode first = json(ofOurs("&limit=2"));
        JsonNode second =
                json(ofOurs("&limit=2&after=" + first.path("next").asText().replace(" ", "%20")));
        JsonNode one = json("drift/" + drift.id());

        assertThat(first.at("/items").findValuesAsText("id")).hasSize(2).contains(drift.id());
        assertThat(second.at("/items")).hasSize(1);
        assertThat(second.has("next")).isFalse();
        assertThat(one.path("diff").asText()).contains("@@ data.a by ", "\n-1\n+2\n");
        assertThat(get("drift/unknown").statusCode()).isEqualTo(404);
        assertThat(get("drift?limit=0").statusCode()).isEqualTo(400);
        assertThat(get("drift?since=yesterday").body()).startsWith("since: ");
    }

    @Test
    void aPasswordIsInNoEventAnswerOrDiff() {
        String manifest = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {DB_PASSWORD: old-canary, url: "postgres://web:old-canary@db/shop"}
                """;
        scene.agent.sync(manifest, "h1");

        scene.kubectl(
                "patch",
                "configmap",
                "settings",
                "-p",
                "{\"data\": {\"DB_PASSWORD\": \"new-canary\", \"url\": \"postgres://web:new-canary@db/shop\"}}");

        PublishedEvent drift = scene.published("Modified", "settings");
        await().atMost(SOON).until(() -> get("drift/" + drift.id()).statusCode() == 200);
        JsonNode one = json("drift/" + drift.id());
        assertThat(one.at("/fields").findValuesAsText("path"))
                .containsExactlyInAnyOrder("data.DB_PASSWORD", "data.url");
        assertThat(one.toString()).doesNotContain("canary");
        assertThat(scene.all().toString()).doesNotContain("canary");
        assertThat(get("q/metrics").body()).doesNotContain("canary");
    }

    @Test
    void streamsTheEventsAndReadsThemAgainFromTheHistory() throws Exception {
        scene.agent.sync(Scene.configMap("settings", "1"), "h1");
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        HttpRequest request = HttpRequest.newBuilder(service.resolve(ofOurs("").replace("drift?", "drift/stream?")))
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<InputStream> stream = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        Thread reader = Thread.ofVirtual()
                .start(() -> new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))
                        .lines()
                        .forEach(lines::add));

        scene.patch("settings", "2");
        scene.agent.sync(Scene.configMap("settings", "1"), "h1");

        PublishedEvent drift = scene.published("Modified", "settings");
        PublishedEvent resolved = scene.published("Resolved", "settings");
        await().atMost(SOON).untilAsserted(() -> assertThat(lines)
                .contains("id:" + drift.id(), "event:Modified", "id:" + resolved.id(), "event:Resolved"));
        stream.body().close();
        reader.interrupt();
        JsonNode history = json(ofOurs("&state=history&since=PT1H"));
        assertThat(history.at("/items").findValuesAsText("id")).containsSubsequence(drift.id(), resolved.id());
        assertThat(history.path("complete").asBoolean()).isTrue();
        assertThat(get(ofOurs("&state=history&since=P99D")).statusCode()).isEqualTo(400);
    }

    @Test
    void everyPathIsDescribed() {
        JsonNode document = json("q/openapi?format=json");

        assertThat(document.path("paths").properties())
                .extracting(path -> path.getKey().toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder("/audit", "/drift", "/drift/{id}", "/drift/stream");
    }
}

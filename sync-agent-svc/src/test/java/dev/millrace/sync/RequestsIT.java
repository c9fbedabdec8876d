package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Deployed.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests of users to the agent by HTTP. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class RequestsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET =
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: from-git}\n";

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void stopListening() {
        tap.close();
    }

    @Test
    void aDiffShowsWhichFieldsWouldChangeAndNoSecretsValue() throws Exception {
        Deployed app = new Deployed("diff", tap);
        CommitId commit = app.push(Map.of(
                "a.yaml", configMap("a", "1"), "s.yaml", SECRET, "web.yaml", deployment("web", "shop/web:1", "")));
        app.follow("", "ignore: [{kind: Deployment, fields: [/spec/replicas]}]");
        app.awaitReady(commit);
        assertThat(diff(app).path("objects")).isEmpty();

        app.kubectl("patch", "configmap", "a", "-n", app.namespace, "-p", "{\"data\":{\"value\":\"by hand\"}}");
        app.kubectl("patch", "secret", "s", "-n", app.namespace, "-p", "{\"stringData\":{\"password\":\"by-hand\"}}");
        app.kubectl("scale", "deployment", "web", "-n", app.namespace, "--replicas=0");

        JsonNode diff = diff(app);
        assertThat(diff.path("revision").asText()).isEqualTo(commit.value());
        assertThat(diff.path("objects")).hasSize(2);
        assertThat(object(diff, "ConfigMap " + app.namespace + "/a").toString())
                .contains("\"action\":\"CHANGE\"")
                .contains("{\"field\":\"data.value\",\"live\":\"\\\"by hand\\\"\",\"desired\":\"\\\"1\\\"\"}");
        assertThat(object(diff, "Secret " + app.namespace + "/s")
                        .at("/fields/0/field")
                        .asText())
                .isEqualTo("data.password");
        assertThat(diff.toString())
                .doesNotContain(app.object("secret", "s").at("/data/password").asText())
                .doesNotContain("ZnJvbS1naXQ=");
    }

    @Test
    void aDiffShowsWhatWouldComeGoAndBeRefused() throws Exception {
        Deployed app = new Deployed("coming", tap);
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1"), "old.yaml", configMap("old", "1")));
        app.follow("", "suspend: false");
        app.awaitReady(commit);
        app.kubectl("patch", "mapp", "app", "-n", app.namespace, "--type=merge", "-p", "{\"spec\":{\"suspend\":true}}");
        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("message").asText().contains("suspended"));

        app.push(
                Map.of(
                        "new.yaml",
                        configMap("new", "1"),
                        "bad.yaml",
                        "apiVersion: v1\nkind: Service\nmetadata: {name: bad}\nspec: {ports: []}\n"),
                java.util.Set.of("old.yaml"));

        JsonNode diff = diff(app);
        assertThat(object(diff, "ConfigMap " + app.namespace + "/new")
                        .path("action")
                        .asText())
                .isEqualTo("CREATE");
        assertThat(object(diff, "ConfigMap " + app.namespace + "/old")
                        .path("action")
                        .asText())
                .isEqualTo("PRUNE");
        assertThat(object(diff, "Service " + app.namespace + "/bad").toString())
                .contains("\"action\":\"REFUSED\"")
                .contains("spec.ports");
        assertThat(app.object("configmap", "new").isMissingNode()).isTrue();
    }

    @Test
    void whoHoldsTheTokenMayAskForASync() throws Exception {
        Deployed app = new Deployed("asked", tap);
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1")));
        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
        app.follow("");
        app.awaitReady(second);
        String sync = "applications/" + app.namespace + "/app/sync";

        assertThat(post(sync, "").statusCode()).isEqualTo(401);
        assertThat(post(sync, "Bearer guessed").statusCode()).isEqualTo(401);
        assertThat(post(sync + "?commit=HEAD", "Bearer " + AgentUnderTest.TOKEN).statusCode())
                .isEqualTo(400);
        assertThat(post("applications/" + app.namespace + "/other/sync", "Bearer " + AgentUnderTest.TOKEN)
                        .statusCode())
                .isEqualTo(404);
        app.outcome(second);
        assertThat(app.outcomes()).hasSize(1);

        assertThat(post(sync, "Bearer " + AgentUnderTest.TOKEN).statusCode()).isEqualTo(202);
        assertThat(app.attempt(2).at("/trigger")).isEqualTo("manual");
        assertThat(post(sync + "?commit=" + first, "Bearer " + AgentUnderTest.TOKEN)
                        .statusCode())
                .isEqualTo(202);
        assertThat(app.attempt(3).at("/revision")).isEqualTo(first.value());
    }

    @Test
    void eachApplicationHasMeasuresThatGoWithIt() throws Exception {
        Deployed app = new Deployed("measured", tap);
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1")));
        app.follow("");
        app.awaitReady(commit);
        String of = "{application=\"app\",namespace=\"" + app.namespace + "\"}";

        await().atMost(Deployed.SOON).untilAsserted(() -> assertThat(get("q/metrics"))
                .contains("millrace_application_ready" + of + " 1.0")
                .contains("millrace_application_healthy" + of + " 1.0")
                .contains("millrace_application_stalled" + of + " 0.0")
                .contains("millrace_application_objects" + of + " 2.0"));
        app.kubectl("delete", "mapp", "app", "-n", app.namespace);

        await().atMost(Deployed.SOON).untilAsserted(() -> assertThat(get("q/metrics"))
                .doesNotContain("namespace=\"" + app.namespace + "\""));
    }

    @Test
    void allOfItIsDescribedForTools() throws Exception {
        JsonNode document = JSON.readTree(get("q/openapi?format=json"));

        List<String> operations = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    operations.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                    assertThat(method.getValue().at("/summary").asText())
                            .as(path.getKey())
                            .isNotEmpty();
                }));
        assertThat(operations)
                .containsExactlyInAnyOrder(
                        "GET /applications",
                        "GET /applications/{namespace}/{name}",
                        "GET /applications/{namespace}/{name}/diff",
                        "GET /orphans",
                        "POST /applications/{namespace}/{name}/sync",
                        "GET /repositories");
        assertThat(document.at("/paths/~1applications~1{namespace}~1{name}~1sync/post/security/0")
                        .has("token"))
                .isTrue();
    }

    private JsonNode diff(Deployed app) throws IOException, InterruptedException {
        return JSON.readTree(get("applications/" + app.namespace + "/app/diff"));
    }

    private static JsonNode object(JsonNode diff, String name) {
        for (JsonNode object : diff.path("objects")) {
            if (object.path("object").asText().equals(name)) {
                return object;
            }
        }
        throw new AssertionError("no " + name + " in " + diff);
    }

    private String get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(service.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private HttpResponse<String> post(String path, String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(path)).POST(HttpRequest.BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

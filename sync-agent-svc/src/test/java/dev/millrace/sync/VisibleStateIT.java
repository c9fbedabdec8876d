package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state of an application, as a user reads it from the cluster. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class VisibleStateIT {
    private static final String SECRET = "hunter2-and-more";

    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @Inject
    VisibleStateIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void stopListening() {
        tap.close();
    }

    @Test
    void kubectlShowsSourceRevisionHealthAgeAndMessageAndOneEventPerOutcome() {
        Deployed app = new Deployed("shown", tap);
        CommitId first = app.push(Map.of("web/a.yaml", configMap("a", "1")));
        app.follow("web");
        app.awaitReady(first);
        String ready = app.kubectl("get", "mapp", "app", "-n", app.namespace);
        String wide = app.kubectl("get", "mapp", "app", "-n", app.namespace, "-o", "wide");

        CommitId second =
                app.push(Map.of("web/b.yaml", "apiVersion: x.example/v1\nkind: Thing\nmetadata: {name: b}\n"));
        publisher.publish(app.committed(second));
        app.awaitStalled("the cluster has no kind Thing");
        String failed = app.kubectl("get", "mapp", "app", "-n", app.namespace);

        assertThat(ready.lines().findFirst().orElseThrow())
                .matches("NAME +SOURCE +REVISION +READY +HEALTH +AGE +MESSAGE *");
        assertThat(ready.lines().skip(1).findFirst().orElseThrow())
                .matches("app +web +%s +True +Healthy +\\d+s +%s is applied and healthy *"
                        .formatted(first.shortForm(), first.shortForm()));
        assertThat(wide).contains("REPOSITORY", "/config/shown-");
        assertThat(failed.lines().skip(1).findFirst().orElseThrow())
                .matches("app +web +%s +False +Healthy +\\d+s +.*web/b.yaml:1: the cluster has no kind Thing.*"
                        .formatted(first.shortForm()));
        await().atMost(Deployed.SOON).untilAsserted(() -> assertThat(events(app))
                .containsExactlyInAnyOrder(
                        "Normal SyncSucceeded " + first.shortForm(), "Warning SyncFailed " + second.shortForm()));
    }

    @Test
    void theLastTenAttemptsAreListedWithTheirOutcome() {
        Deployed app = new Deployed("history", tap);
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("");
        app.awaitReady(commit);

        for (int attempt = 2; attempt <= 12; attempt++) {
            app.kubectl(
                    "annotate", "mapp", "app", "-n", app.namespace, "--overwrite", "millrace.dev/sync=no-" + attempt);
            app.attempt(attempt);
        }

        await().atMost(Deployed.SOON)
                .until(() -> app.status().at("/history/0/attempt").asInt() == 12);
        assertThat(app.status().path("history")).hasSize(10).allSatisfy(past -> {
            assertThat(past.path("revision").asText()).isEqualTo(commit.value());
            assertThat(past.path("outcome").asText()).isEqualTo("Succeeded");
        });
    }

    @Test
    void noErrorStatusOrEventHoldsAValueOfASecretThatIsRefused() throws Exception {
        Deployed app = new Deployed("discreet", tap);
        String head = "apiVersion: v1\nkind: Secret\nmetadata: {name: %s}\n";
        CommitId commit = app.push(Map.of(
                "key.yaml", head.formatted("key") + "stringData: {'no key!': " + SECRET + "}\n",
                "type.yaml",
                        head.formatted("type") + "type: kubernetes.io/tls\nstringData: {tls.crt: " + SECRET + "}\n",
                "base.yaml", head.formatted("base") + "data: {password: '" + SECRET + "!'}\n",
                "text.yaml", head.formatted("text") + "stringData: " + SECRET + "\n",
                "broken.yaml", head.formatted("broken") + "stringData: {password: " + SECRET + "\n",
                "tabs.yaml", head.formatted("tabs") + "stringData:\n\tpassword: " + SECRET + "\n",
                "twice.yaml", head.formatted("twice") + "stringData: {a: " + SECRET + ", a: " + SECRET + "}\n"));

        app.follow("");
        String outcome = app.outcome(commit).value().toString();
        app.awaitStalled("broken.yaml");
        await().atMost(Deployed.SOON).until(() -> events(app).size() == 1);
        String status = app.application().toString();
        String events = app.kubectl("get", "events", "-n", app.namespace, "-o", "json");
        String answer = answer("applications/" + app.namespace + "/app");

        assertThat(outcome).contains("key.yaml", "type.yaml", "base.yaml", "text.yaml", "tabs.yaml", "broken.yaml");
        assertThat(List.of(outcome, status, events, answer))
                .allSatisfy(text -> assertThat(text).doesNotContain(SECRET).doesNotContain(SECRET.substring(0, 7)));
    }

    private String answer(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(service.resolve(path)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static List<String> events(Deployed app) {
        String path =
                "jsonpath={range .items[?(@.involvedObject.kind==\"Application\")]}{.type} {.reason} {.message}{\"\\n\"}{end}";
        return app.kubectl("get", "events", "-n", app.namespace, "-o", path)
                .lines()
                .map(line -> line.replaceAll("^(\\S+ \\S+ [0-9a-f]{12}).*", "$1"))
                .filter(line -> !line.isBlank())
                .toList();
    }
}

package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An agent that starts while Kafka is unavailable: the cluster follows Git by polling. */
@QuarkusTest
@TestProfile(KafkaAwayIT.WithoutKafka.class)
@WithTestResource(value = AgentUnderTest.class, initArgs = @ResourceArg(name = "without-kafka", value = "yes"))
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class KafkaAwayIT {

    /** Starts a separate instance of the agent. */
    public static final class WithoutKafka implements QuarkusTestProfile {}

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @Test
    void followsGitByPollAndSaysThatKafkaIsAway() throws IOException, InterruptedException {
        Deployed app = new Deployed("nokafka", null);
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("", "poll: 1s");
        app.awaitReady(first);

        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
        app.awaitReady(second);

        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("2");
        assertThat(get("applications")).contains(app.id().toString(), second.value());
        assertThat(get("applications/" + app.namespace + "/app"))
                .contains("\"object\":\"ConfigMap " + app.namespace + "/a\"", "\"health\":\"Healthy\"");
        assertThat(get("applications/" + app.namespace + "/none")).contains("there is no Application");
        assertThat(get("repositories")).contains(app.repositoryId().value(), second.value());
        assertThat(get("q/metrics"))
                .contains("millrace_stage_seconds_count{stage=\"fetch\"")
                .contains("millrace_stage_seconds_count{stage=\"healthy\"");
        await().atMost(Deployed.SOON).until(() -> get("q/health/ready").contains("\"status\": \"DOWN\""));
        assertThat(get("q/health/ready")).contains("cluster and git").contains("git " + app.repositoryId());
    }

    private String get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(service.resolve("/" + path)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}

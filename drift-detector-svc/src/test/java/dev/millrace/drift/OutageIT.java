package dev.millrace.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Outages of Kafka and of the API server lose no drift. */
@QuarkusTest
@TestProfile(DriftProfile.class)
@WithParts({PartKind.KAFKA, PartKind.CLUSTER})
class OutageIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @Inject
    KubernetesClient client;

    @SuppressWarnings("NullAway.Init")
    @TestHTTPResource("/")
    URI service;

    @SuppressWarnings("NullAway.Init")
    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene(client);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(service.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private void awaitReady(boolean ready) {
        await().atMost(SOON).until(() -> (get("q/health/ready").statusCode() == 200) == ready);
    }

    @Test
    void publishesPendingDriftOnceKafkaHasRecovered() throws IOException, InterruptedException {
        scene.agent.sync(Scene.configMap("settings", "1"), "h1");
        awaitReady(true);
        Testbed.shared().kafka().kill();
        try {
            scene.patch("settings", "2");
            await().atMost(SOON).until(() -> get("q/metrics").body().contains("reason=\"kafka-publish\""));
        } finally {
            Testbed.shared().kafka().start();
        }

        scene.published("Modified", "settings");

        String open = "millrace_drift_open{application=\"" + scene.agent.application() + "\",kind=\"ConfigMap\"} 1.0";
        await().atMost(SOON).until(() -> get("q/metrics").body().contains(open));
    }

    @Test
    void publishesChangesDuringAnOutageOfTheApiServerAfterwards() {
        scene.agent.sync(Scene.configMap("settings", "1"), "h1");
        scene.agent.sync(Scene.configMap("other", "1"), "h1");
        awaitReady(true);

        scene.cluster.killApiServer();
        try {
            awaitReady(false);
        } finally {
            scene.cluster.startApiServer();
        }
        scene.patch("settings", "2");
        scene.kubectl("delete", "configmap", "other");

        assertThat(scene.published("Modified", "settings").at("/fields/0/live")).isEqualTo("2");
        scene.published("Missing", "other");
        awaitReady(true);
    }
}

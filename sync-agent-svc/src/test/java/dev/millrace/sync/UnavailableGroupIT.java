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
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Applications while one API group of the cluster does not answer, because the backend of its APIService is down. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class UnavailableGroupIT {
    private static final String APISERVICE = "v1.meters.example.com";

    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @SuppressWarnings("NullAway.Init")
    private Deployed app;

    @Inject
    UnavailableGroupIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @BeforeEach
    void registerABackendThatIsDown() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
        app = new Deployed("group-down", tap);
        app.kubectl("create", "service", "clusterip", "down", "--tcp=443", "-n", app.namespace);
        Testbed.shared().cluster().apply("default", """
                apiVersion: apiregistration.k8s.io/v1
                kind: APIService
                metadata: {name: v1.meters.example.com}
                spec:
                  group: meters.example.com
                  version: v1
                  groupPriorityMinimum: 100
                  versionPriority: 100
                  insecureSkipTLSVerify: true
                  service: {name: down, namespace: %s}
                """.formatted(app.namespace));
        await().atMost(Deployed.SOON)
                .until(() -> app.kubectl("get", "apiservice", APISERVICE, "-o", "jsonpath={.status.conditions}")
                        .contains("MissingEndpoints"));
    }

    @AfterEach
    void unregisterIt() {
        app.kubectl("delete", "apiservice", APISERVICE);
        tap.close();
    }

    @Test
    void aChartIsRenderedAndApplied() {
        CommitId commit = app.push(Map.of(
                "Chart.yaml",
                "{apiVersion: v2, name: shop, version: 1.0.0}",
                "templates/a.yaml",
                configMap("a", "{{ .Release.Name }}")));

        app.follow("");

        app.awaitReady(commit);
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("app");
    }

    @Test
    void anObjectOfTheGroupFailsAloneAndTheStatusNamesTheGroup() {
        app.push(Map.of(
                "a.yaml",
                configMap("a", "1"),
                "meter.yaml",
                "{apiVersion: meters.example.com/v1, kind: Meter, metadata: {name: m, namespace: %s}}"
                        .formatted(app.namespace)));

        app.follow("");

        PublishedEvent outcome = app.attempt(1);
        assertThat(outcome.at("/outcome")).isEqualTo("Failed");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");
        await().atMost(Deployed.SOON).untilAsserted(() -> {
            assertThat(app.status().path("message").asText())
                    .contains("the API group meters.example.com/v1 doesn't answer", APISERVICE);
            assertThat(app.status().path("nextTryAt").asText()).isNotEmpty();
        });
        assertThat(app.condition("Stalled")).isNotEqualTo("True");
    }

    @Test
    void aNamespaceThatLeavesGitStaysAndTheStatusNamesTheGroupWhileTheRestIsApplied() {
        String own = app.namespace + "-own";
        app.push(Map.of(
                "a.yaml",
                configMap("a", "1"),
                "own.yaml",
                "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(own)));
        app.follow("");
        assertThat(app.attempt(1).at("/outcome")).isEqualTo("Succeeded");

        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")), Set.of("own.yaml"));
        publisher.publish(app.committed(second));

        await().atMost(Deployed.SOON)
                .untilAsserted(() -> assertThat(app.status().path("message").asText())
                        .contains("Namespace " + own + " is not deleted", "meters.example.com"));
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("2");
        assertThat(app.kubectl("get", "namespace", own, "-o", "jsonpath={.status.phase}"))
                .isEqualTo("Active");
    }
}

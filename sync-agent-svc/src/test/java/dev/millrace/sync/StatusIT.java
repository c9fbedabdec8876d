package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Deployed.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.delivery.EventTap;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The status as a user reads it, on real parts. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class StatusIT {
    private static final String WAVE_1 = "metadata: {annotations: {millrace.dev/wave: '1'}, ";

    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    StatusIT(EventPublisher publisher) {
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
    void theHistorySaysWhyEachAttemptRanAndTheSourceIsShown() {
        Deployed app = new Deployed("reasons", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("");
        app.attempt(1);
        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
        publisher.publish(app.committed(second));
        app.attempt(2);

        app.follow("", "heal: true");
        app.attempt(3);
        app.kubectl("annotate", "mapp", "app", "-n", app.namespace, "millrace.dev/sync=now");
        app.attempt(4);

        await().atMost(Deployed.SOON).untilAsserted(() -> {
            assertThat(app.status().path("history"))
                    .extracting(attempt -> attempt.path("reason").asText())
                    .containsExactly("Request", "Application", "Commit", "First");
            assertThat(app.status().path("sourceRevision").asText()).isEqualTo(second.value());
            assertThat(app.status().path("comparedAt").asText()).isNotEmpty();
            assertThat(app.condition("Drifted")).isEqualTo("False");
        });
    }

    @Test
    void aFailedWaveNamesWhatWasNotAppliedInOneLine() {
        Deployed app = new Deployed("wavefails", tap);
        CommitId commit = app.push(Map.of(
                "web.yaml", deployment("web", "shop/web:1", ", " + Cluster.FAIL + ": crash"),
                "later.yaml", configMap("later", "1").replace("metadata: {", WAVE_1)));
        app.follow("", "healthTimeout: 3s");

        app.outcome(commit);

        await().atMost(Deployed.SOON)
                .untilAsserted(() -> assertThat(app.status().path("message").asText())
                        .contains("CrashLoopBackOff")
                        .contains("not applied: ConfigMap " + app.namespace + "/later")
                        .doesNotContain("\n"));
        assertThat(app.condition("Stalled")).isEqualTo("True");
        assertThat(app.object("configmap", "later").isMissingNode()).isTrue();
    }

    @Test
    void whatIsRefusedShowsWhenItIsTriedAgain() {
        Deployed app = new Deployed("nexttry", tap);
        app.push(Map.of("t.yaml", "apiVersion: x.example/v1\nkind: Thing\nmetadata: {name: thing}\n"));

        app.follow("");

        await().atMost(Deployed.SOON)
                .until(() -> !app.status().path("nextTryAt").asText().isEmpty());
        assertThat(app.condition("Stalled")).isEqualTo("True");
        assertThat(app.status().path("health").asText()).isEqualTo("Unknown");
    }

    @Test
    void anApplicationWhoseBranchIsGoneIsNotCalledHealthyAndAnEventSaysSo() {
        Deployed app = new Deployed("nobranch", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));

        app.followAt("branch: missing");

        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("message").asText().contains("has no refs/heads/missing"));
        assertThat(app.status().path("health").asText()).isNotEqualTo("Healthy");
        await().atMost(Deployed.SOON)
                .until(
                        () -> app.kubectl(
                                "get",
                                "events",
                                "-n",
                                app.namespace,
                                "-o",
                                "name",
                                "--field-selector=reason=SourceGone"),
                        events -> !events.isBlank());
    }

    @Test
    void anApplicationWithoutObjectsReportsThat() {
        Deployed app = new Deployed("nothing", tap);
        CommitId commit = app.push(Map.of("web/notes.yaml", "# nothing yet\n"));

        app.follow("web");

        app.awaitReady(commit);
        assertThat(app.status().path("message").asText()).endsWith("is applied: it declares no objects");
        assertThat(app.status().path("health").asText()).isEqualTo("Unknown");
    }

    @Test
    void driftThatIsNotHealedIsShownUntilItIsOver() {
        Deployed app = new Deployed("shown", tap);
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1")));
        app.follow("");
        app.awaitReady(commit);

        app.kubectl("patch", "configmap", "a", "-n", app.namespace, "-p", "{\"data\":{\"value\":\"by hand\"}}");
        publisher.publish(app.drifted("a"));

        await().atMost(Deployed.SOON).until(() -> app.condition("Drifted").equals("True"));
        assertThat(drifted(app).path("message").asText())
                .isEqualTo("1 object differs from what was applied: ConfigMap " + app.namespace
                        + "/a: data.value (by kubectl-patch)");
        assertThat(app.status().path("drifted").asInt()).isEqualTo(1);
        CommitId next = app.push(Map.of("a.yaml", configMap("a", "2")));
        publisher.publish(app.committed(next));
        await().atMost(Deployed.SOON).until(() -> app.condition("Drifted").equals("False"));
    }

    @Test
    void anObjectThatSomebodyFightsForIsLeftAloneAndReported() {
        Deployed app = new Deployed("fight", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("", "heal: true");
        app.attempt(1);
        for (int round = 1; round <= 3; round++) {
            change(app, "round " + round);
            app.attempt(1 + round);
        }

        change(app, "once more");

        await().atMost(Deployed.SOON)
                .until(() -> drifted(app).path("reason").asText().equals("Contested"));
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("once more");
        assertThat(app.outcomes()).hasSize(4);
    }

    private void change(Deployed app, String value) {
        app.kubectl("patch", "configmap", "a", "-n", app.namespace, "-p", "{\"data\":{\"value\":\"" + value + "\"}}");
        publisher.publish(app.drifted("a"));
    }

    private static JsonNode drifted(Deployed app) {
        for (JsonNode condition : app.status().path("conditions")) {
            if (condition.path("type").asText().equals("Drifted")) {
                return condition;
            }
        }
        throw new AssertionError("no condition Drifted: " + app.status());
    }

    @Test
    void aCommitThatANeighbourFetchedIsBroughtToAllThatFollowItsBranch() {
        Deployed app = new Deployed("neighbours", tap);
        CommitId first =
                app.push(Map.of("one/a.yaml", configMap("a", "1"), "two/b.yaml", configMap("b", "1")), Set.of());
        app.follow("two");
        app.followAs("one", "one");
        app.awaitReady(first);

        CommitId second = app.push(Map.of("two/b.yaml", configMap("b", "2")));
        app.kubectl("annotate", "mapp", "one", "-n", app.namespace, "millrace.dev/sync=now");

        app.awaitReady(second);
        assertThat(app.object("configmap", "b").at("/data/value").asText()).isEqualTo("2");
    }
}

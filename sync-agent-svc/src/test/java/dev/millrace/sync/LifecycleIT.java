package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Deployed.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fields and annotations by which a user controls when an application is applied, on real parts. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class LifecycleIT {
    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    LifecycleIT(EventPublisher publisher) {
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
    void waitsForWhatItDependsOnAndIsWokenByIt() {
        Deployed app = new Deployed("depends", tap);
        app.push(Map.of(
                "db/db.yaml",
                deployment("db", "shop/db:1", ", " + Cluster.FAIL + ": unready"),
                "web/web.yaml",
                configMap("web", "1")));
        app.follow("web", "dependsOn: [{name: db}]");
        app.followAs("db", "db");
        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("message").asText().contains("waits for " + app.namespace + "/db"));
        boolean early = !app.object("configmap", "web").isMissingNode();

        CommitId fixed = app.push(Map.of("db/db.yaml", deployment("db", "shop/db:2", "")));
        publisher.publish(app.committed(fixed));

        app.outcome(fixed);
        assertThat(early).isFalse();
        assertThat(app.object("configmap", "web").isMissingNode()).isFalse();
    }

    @Test
    void aConditionSaysWhatIsWaitedFor() {
        Deployed app = new Deployed("condition", tap);
        app.push(Map.of("db/db.yaml", configMap("db", "1"), "web/web.yaml", configMap("web", "1")));
        app.followAs("db", "db", "suspend: true");
        app.follow("web", "dependsOn: [{name: db, ready: \"has(self.status.objects) && self.status.objects == 1\"}]");
        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("message").asText().contains("this does not hold"));

        app.kubectl("patch", "mapp", "db", "-n", app.namespace, "--type=merge", "-p", "{\"spec\":{\"suspend\":false}}");

        assertThat(app.attempt(1).at("/outcome")).isEqualTo("Succeeded");
    }

    @Test
    void aCircleOfDependenciesIsSaid() {
        Deployed app = new Deployed("circle", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));

        app.follow("", "dependsOn: [{name: other}]");
        app.followAs("other", "", "dependsOn: [{name: app}]");

        await().atMost(Deployed.SOON).until(() -> app.status()
                .path("message")
                .asText()
                .matches(".*circle: (\\S+/app → \\S+/other → \\S+/app).*"));
    }

    @Test
    void anObservedApplicationSaysWhatItWouldDoAndDoesNothing() {
        Deployed app = new Deployed("observe", tap);
        app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1")));

        app.follow("", "observe: true");
        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("message").asText().endsWith("would create 2"));
        boolean changed = !app.object("configmap", "a").isMissingNode();
        app.kubectl(
                "patch", "mapp", "app", "-n", app.namespace, "--type=merge", "-p", "{\"spec\":{\"observe\":false}}");

        assertThat(app.attempt(1).at("/counts/created")).isEqualTo("2");
        assertThat(changed).isFalse();
        assertThat(app.outcomes()).hasSize(1);
    }

    @Test
    void aPersonSyncsAtACommitAndTheNextOneGoesBeforeIt() {
        Deployed app = new Deployed("manual", tap);
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("");
        app.attempt(1);
        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
        publisher.publish(app.committed(second));
        app.attempt(2);

        app.kubectl("annotate", "mapp", "app", "-n", app.namespace, "millrace.dev/sync=" + first);
        PublishedEvent asked = app.attempt(3);
        app.follow("", "heal: true");
        app.attempt(4);
        String held = app.object("configmap", "a").at("/data/value").asText();
        CommitId third = app.push(Map.of("b.yaml", configMap("b", "3")));
        publisher.publish(app.committed(third));

        assertThat(asked.at("/trigger")).isEqualTo("manual");
        assertThat(asked.at("/revision")).isEqualTo(first.value());
        assertThat(held).isEqualTo("1");
        app.outcome(third);
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("2");
    }

    @Test
    void aSuspendedApplicationIsSyncedWhenAPersonAsks() {
        Deployed app = new Deployed("suspended", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("", "suspend: true");
        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("message").asText().equals("suspended"));

        app.kubectl("annotate", "mapp", "app", "-n", app.namespace, "millrace.dev/sync=now");

        assertThat(app.attempt(1).at("/counts/created")).isEqualTo("1");
    }

    @Test
    void aCommitThatTheRefDoesNotReachIsNotSynced() {
        Deployed app = new Deployed("unreached", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("");
        app.attempt(1);

        app.kubectl("annotate", "mapp", "app", "-n", app.namespace, "millrace.dev/sync=" + "ab".repeat(20));

        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("message").asText().contains("is not on refs/heads/main"));
        assertThat(app.outcomes()).hasSize(1);
    }

    @Test
    void whatDiffersIsAppliedAgainNowAndThenWithoutAnyEvent() {
        Deployed app = new Deployed("reapply", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("", "heal: true", "reapply: 2s");
        app.attempt(1);

        app.kubectl(
                "patch",
                "configmap",
                "a",
                "-n",
                app.namespace,
                "--type=merge",
                "-p",
                "{\"data\":{\"value\":\"by hand\"}}");

        assertThat(app.attempt(2).at("/trigger")).isEqualTo("drift");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");
    }
}

package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Deployed.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.Topic;
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
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Errors in a commit, a rollout or an object, and the agent's reaction. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class TroubleIT {
    private static final String JOB = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: job}
            spec:
              template:
                spec: {restartPolicy: Never, nodeSelector: {on: moon}, containers: [{name: main, image: "shop/web:1"}]}
            """;

    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    TroubleIT(EventPublisher publisher) {
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
    void badObjectsFailAloneAndAreToldWithTheirPlaceAndReason() {
        Deployed app = new Deployed("bad", tap);
        CommitId commit = app.push(Map.of(
                "good.yaml", configMap("good", "1"),
                "refused.yaml", "# one\napiVersion: v1\nkind: Service\nmetadata: {name: refused}\nspec: {ports: []}\n",
                "broken.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: broken\n",
                "unknown.yaml", "apiVersion: x.example/v1\nkind: Thing\nmetadata: {name: thing}\n"));

        app.follow("");

        PublishedEvent outcome = app.outcome(commit);
        assertThat(outcome.at("/outcome")).isEqualTo("Failed");
        assertThat(outcome.at("/message"))
                .contains("broken.yaml:")
                .contains("not valid YAML")
                .contains("refused.yaml:2: ")
                .contains("unknown.yaml:1: the cluster has no kind Thing in x.example/v1");
        assertThat(outcome.at("/failures/0/kind")).isEqualTo("rejected");
        assertThat(app.object("configmap", "good").at("/data/value").asText()).isEqualTo("1");
        await().atMost(Deployed.SOON).until(() -> app.condition("Stalled").equals("True"));
    }

    @Test
    void aRolloutThatIsNotHealthyInTimeFailsAndSaysWhyDownToThePod() {
        Deployed app = new Deployed("timeout", tap);
        String homeless = deployment("homeless", "shop/web:1", "")
                .replace("spec:\n      containers", "spec:\n      nodeSelector: {on: moon}\n      containers");
        CommitId commit = app.push(Map.of(
                "web.yaml", deployment("web", "shop/web:1", ", " + Cluster.FAIL + ": image"),
                "crash.yaml", deployment("crash", "shop/web:1", ", " + Cluster.FAIL + ": crash"),
                "homeless.yaml", homeless,
                "job.yaml", JOB,
                "set.yaml",
                        deployment("set", "shop/web:1", ", " + Cluster.FAIL + ": crash")
                                .replace("kind: Deployment", "kind: StatefulSet"),
                "daemon.yaml",
                        deployment("daemon", "shop/web:1", ", " + Cluster.FAIL + ": image")
                                .replace("kind: Deployment", "kind: DaemonSet")
                                .replace("  replicas: 1\n", "")));

        app.follow("", "healthTimeout: 5s");

        PublishedEvent outcome = app.outcome(commit);
        assertThat(outcome.at("/outcome")).isEqualTo("Failed");
        Map<String, String> failures = new TreeMap<>();
        outcome.value().path("failures").forEach(failure -> {
            failures.put(
                    failure.at("/object/name").asText(),
                    failure.path("kind").asText() + " " + failure.path("reason").asText());
            assertThat(failure.path("changedByAttempt").asBoolean()).isTrue();
            assertThat(failure.at("/images/0").asText()).isEqualTo("shop/web:1");
        });
        assertThat(failures).containsOnlyKeys("crash", "daemon", "homeless", "job", "set", "web");
        assertThat(failures.get("web")).startsWith("rollout ").contains("pod web-", "container main: ImagePullBackOff");
        assertThat(failures.get("crash")).startsWith("rollout ").contains("pod crash-", "main: CrashLoopBackOff");
        assertThat(failures.get("set")).startsWith("rollout ").contains("pod set-0", "main: CrashLoopBackOff");
        assertThat(failures.get("daemon")).startsWith("rollout ").contains("pod daemon-", "main: ImagePullBackOff");
        assertThat(failures.get("job")).startsWith("unschedulable ").contains("pod job-", "no node can take it: ");
        assertThat(failures.get("homeless")).startsWith("unschedulable ").contains("no node can take it: ");
        assertThat(app.condition("Ready")).isNotEqualTo("True");
    }

    @Test
    void aRolloutThatIsHealthyAfterItsTimeSucceedsThen() {
        Deployed app = new Deployed("late", tap);
        CommitId commit = app.push(Map.of(
                "web.yaml",
                deployment("web", "shop/web:1", "")
                        .replace(
                                "spec:\n      containers",
                                "spec:\n      nodeSelector: {late: came}\n      containers")));
        app.follow("", "healthTimeout: 2s");
        PublishedEvent outcome = app.outcome(commit);

        app.kubectl("label", "node", "--all", "late=came");

        assertThat(outcome.at("/outcome")).isEqualTo("Failed");
        assertThat(app.attempt(2).at("/outcome")).isEqualTo("Succeeded");
        app.awaitReady(commit);
    }

    @Test
    void anObjectOfAnotherApplicationIsLeftToIt() {
        Deployed first = new Deployed("first", tap);
        first.push(Map.of("a.yaml", configMap("a", "first")));
        first.follow("");
        first.attempt(1);
        Deployed second = new Deployed("second", tap);
        CommitId commit = second.push(Map.of(
                "a.yaml",
                configMap("a", "second").replace("{name: a}", "{name: a, namespace: " + first.namespace + "}")));

        second.follow("");

        assertThat(second.outcome(commit).at("/failures/0/reason"))
                .isEqualTo("a.yaml:1: it belongs to the application " + first.id());
        assertThat(first.object("configmap", "a").at("/data/value").asText()).isEqualTo("first");
    }

    @Test
    void aSourceThatHoldsNothingPrunesNothing() {
        Deployed app = new Deployed("empty", tap);
        CommitId first = app.push(Map.of("web/a.yaml", configMap("a", "1"), "README.md", "text"));
        app.follow("web");
        app.outcome(first);

        CommitId second = app.push(Map.of(), Set.of("web/a.yaml"));
        publisher.publish(app.committed(second));

        assertThat(app.outcome(second).at("/message")).isEqualTo("web: there is no such directory");
        assertThat(app.object("configmap", "a").isMissingNode()).isFalse();
    }

    @Test
    void healsAnObjectWhoseDriftIsToldAndNoOther() {
        Deployed app = new Deployed("drift", tap);
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1")));
        app.follow("", "heal: true");
        app.awaitReady(commit);
        app.kubectl("patch", "configmap", "a", "-n", app.namespace, "-p", "{\"data\":{\"value\":\"by hand\"}}");
        String untouched = version(app, "b");

        publisher.publish(app.drifted("a"));

        PublishedEvent healed = app.attempt(2);
        assertThat(healed.at("/trigger")).isEqualTo("drift");
        assertThat(healed.at("/revision")).isEqualTo(commit.value());
        assertThat(healed.at("/counts/configured")).isEqualTo("1");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");
        assertThat(version(app, "b")).isEqualTo(untouched);
    }

    @Test
    void driftThatIsOverOrNotToBeHealedStartsNoAttempt() {
        Deployed healing = new Deployed("over", tap);
        healing.push(Map.of("a.yaml", configMap("a", "1")));
        healing.follow("", "heal: true");
        healing.attempt(1);
        Deployed watching = new Deployed("nothealed", tap);
        watching.push(Map.of("a.yaml", configMap("a", "1")));
        watching.follow("");
        watching.attempt(1);
        watching.kubectl("patch", "configmap", "a", "-n", watching.namespace, "-p", "{\"data\":{\"value\":\"2\"}}");

        publisher.publish(healing.drifted("a"));
        publisher.publish(watching.drifted("a"));
        CommitId next = healing.push(Map.of("b.yaml", configMap("b", "1")));
        publisher.publish(healing.committed(next));
        CommitId other = watching.push(Map.of("b.yaml", configMap("b", "1")));
        publisher.publish(watching.committed(other));

        assertThat(healing.outcome(next).at("/attempt")).isEqualTo("2");
        assertThat(watching.outcome(other).at("/attempt")).isEqualTo("2");
        assertThat(watching.object("configmap", "a").at("/data/value").asText()).isEqualTo("2");
    }

    @Test
    void healthThatChangesOutsideOfAnAttemptIsTold() {
        Deployed app = new Deployed("health", tap);
        CommitId commit = app.push(Map.of("web.yaml", deployment("web", "shop/web:1", "")));
        app.follow("");
        app.awaitReady(commit);

        app.kubectl("scale", "deployment", "web", "-n", app.namespace, "--replicas=0");
        app.kubectl(
                "patch",
                "deployment",
                "web",
                "-n",
                app.namespace,
                "-p",
                "{\"spec\":{\"replicas\":1,\"template\":{\"metadata\":{\"labels\":{\"" + Cluster.FAIL
                        + "\":\"unready\"}}}}}");

        PublishedEvent event = tap.await(
                        Topic.HEALTH_CHANGED,
                        e -> e.isAbout(app.id().toString()) && e.at("/to").equals("Progressing"),
                        Deployed.SOON)
                .orElseThrow();
        assertThat(event.at("/from")).isEqualTo("Healthy");
        assertThat(event.at("/objects/0/reason")).isNotEmpty();
        assertThat(app.outcomes()).hasSize(1);
        await().atMost(Deployed.SOON).until(() -> !app.condition("Ready").equals("True"));

        app.kubectl("delete", "deployment", "web", "-n", app.namespace);
        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("health").asText().equals("Missing"));
        assertThat(app.status().at("/unhealthy/0/message").asText()).isEqualTo("it is not in the cluster");
    }

    private static String version(Deployed app, String name) {
        return app.object("configmap", name).at("/metadata/resourceVersion").asText();
    }
}

package dev.millrace.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.Intent;
import dev.millrace.events.Topic;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.SeenEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The detector on a real API server and a real broker; the agent's part is played by the test. */
@QuarkusTest
@TestProfile(DriftProfile.class)
@WithParts({PartKind.KAFKA, PartKind.CLUSTER})
class DriftIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @Inject
    KubernetesClient client;

    private final Cluster cluster = Testbed.shared().cluster();
    private final String namespace = cluster.createNamespace("drift");

    @SuppressWarnings("NullAway.Init")
    private Agent agent;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @BeforeEach
    void open() {
        if (cluster.kubectl("get", "namespace", DriftProfile.RECORDS, "--ignore-not-found")
                .isBlank()) {
            cluster.kubectl("create", "namespace", DriftProfile.RECORDS);
        }
        agent = new Agent(client, namespace);
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void close() {
        tap.close();
    }

    private static String deployment(String name, String image) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %s}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: %s}}
                  template:
                    metadata: {labels: {app: %s}}
                    spec: {containers: [{name: web, image: "%s"}]}
                """.formatted(name, name, name, image);
    }

    private static String configMap(String name, String value) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s}
                data: {a: "%s"}
                """.formatted(name, value);
    }

    private SeenEvent told(Predicate<SeenEvent> wanted) {
        return tap.await(
                        Topic.DRIFT_DETECTED,
                        event -> event.key().equals(agent.application()) && wanted.test(event),
                        SOON)
                .orElseThrow(() -> new AssertionError("not told; told: " + all()));
    }

    private SeenEvent told(String change, String name) {
        return told(event ->
                event.at("/change").equals(change) && event.at("/object/name").equals(name));
    }

    private List<SeenEvent> all() {
        return tap.seen(Topic.DRIFT_DETECTED).stream()
                .filter(event -> event.key().equals(agent.application()))
                .toList();
    }

    /** Drift of another object is told after whatever there was to tell before, if it happens later. */
    private void untilLaterDriftIsTold() {
        agent.sync(configMap("marker", "1"), "marker");
        cluster.kubectl("patch", "configmap", "marker", "-n", namespace, "-p", "{\"data\": {\"a\": \"2\"}}");
        told("Modified", "marker");
    }

    @Test
    void aChangeByHandIsToldWithItsAuthorAndIsOverWhenItIsUndone() {
        agent.sync(deployment("web", "example.com/web:1"), "h1");

        cluster.kubectl("set", "image", "deployment/web", "web=example.com/web:2", "-n", namespace);

        SeenEvent drift = told("Modified", "web");
        assertThat(drift.at("/fields/0/path")).isEqualTo("spec.template.spec.containers[name=web].image");
        assertThat(drift.at("/fields/0/desired")).isEqualTo("example.com/web:1");
        assertThat(drift.at("/fields/0/live")).isEqualTo("example.com/web:2");
        assertThat(drift.at("/fields/0/manager")).isEqualTo("kubectl-set");
        assertThat(drift.at("/fields/0/operation")).isEqualTo("Update");
        assertThat(drift.at("/fields/0/time")).isNotEmpty();
        assertThat(drift.header("ce_chainid")).isEqualTo(Agent.CHAIN.value());

        agent.sync(deployment("web", "example.com/web:1"), "h1");

        SeenEvent over = told("Resolved", "web");
        assertThat(over.at("/resolves")).isEqualTo(drift.id());
        assertThat(all()).hasSize(2);
    }

    @Test
    void aDeletedObjectIsMissingUntilItIsBack() {
        agent.sync(configMap("settings", "1"), "h1");
        untilLaterDriftIsTold();

        cluster.kubectl("delete", "configmap", "settings", "-n", namespace);

        SeenEvent missing = told("Missing", "settings");
        assertThat(missing.at("/objectUid")).isNotEmpty();

        agent.sync(configMap("settings", "1"), "h1");

        assertThat(told("Resolved", "settings").at("/resolves")).isEqualTo(missing.id());
    }

    @Test
    void syncsAndControllersAreNoDrift() {
        for (int i = 0; i < 10; i++) {
            agent.sync(deployment("web", "example.com/web:" + i / 2), "h" + i / 2);
            agent.sync(configMap("settings", "" + i / 3), "c" + i / 3);
        }
        cluster.kubectl("rollout", "status", "deployment/web", "-n", namespace, "--timeout=60s");

        untilLaterDriftIsTold();

        assertThat(all()).hasSize(1);
    }

    @Test
    void anApplyThatIsSeenBeforeItsRecordIsNoDrift() {
        agent.sync(configMap("settings", "1"), "h1");

        AppliedObject newer = agent.apply(configMap("settings", "2"), "h2");
        untilLaterDriftIsTold();
        agent.save(record -> record.having(newer));
        cluster.kubectl("patch", "configmap", "settings", "-n", namespace, "-p", "{\"data\": {\"a\": \"3\"}}");

        SeenEvent drift = told("Modified", "settings");
        assertThat(drift.at("/fields/0/desired")).isEqualTo("2");
        assertThat(all()).hasSize(2);
    }

    @Test
    void anApplyWhoseRecordNeverComesIsDrift() {
        agent.sync(configMap("settings", "1"), "h1");

        agent.apply(configMap("settings", "2"), "h2");

        SeenEvent drift = told("Modified", "settings");
        assertThat(drift.at("/fields/0/manager")).isEqualTo("millrace");
    }

    @Test
    void aStrippedAnnotationIsDrift() {
        agent.sync(configMap("settings", "1"), "h1");

        cluster.kubectl("annotate", "configmap", "settings", "millrace.dev/applied-", "-n", namespace);

        assertThat(told("Modified", "settings").at("/fields/0/path"))
                .isEqualTo("metadata.annotations[millrace.dev/applied]");
    }

    @Test
    void aSecretIsToldWithoutItsValues() {
        agent.sync("""
                apiVersion: v1
                kind: Secret
                metadata: {name: access}
                data: {password: b2xkLXNlY3JldA==}
                """, "h1");

        cluster.kubectl(
                "patch", "secret", "access", "-n", namespace, "-p", "{\"data\": {\"password\": \"bmV3LXNlY3JldA==\"}}");

        SeenEvent drift = told("Modified", "access");
        assertThat(drift.at("/fields/0/path")).isEqualTo("data.password");
        assertThat(drift.at("/fields/0/redacted")).isEqualTo("true");
        assertThat(drift.value().toString()).doesNotContain("c2VjcmV0", "LXNlY3JldA");
    }

    @Test
    void whatThePruneDeletesIsNotMissing() {
        ObjectRef ref = agent.sync(configMap("settings", "1"), "h1");

        agent.save(record -> record.intending(new Intent(Set.of(), Set.of(ref), Set.of())));
        cluster.kubectl("delete", "configmap", "settings", "-n", namespace);
        agent.save(record -> record.without(ref).intending(Intent.NONE));
        untilLaterDriftIsTold();

        assertThat(all()).hasSize(1);
    }

    @Test
    void aCopyThatClaimsToBeOursIsExtra() {
        agent.sync(configMap("settings", "1"), "h1");

        cluster.apply(namespace, """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: copy
                  annotations: {millrace.dev/application-uid: uid-%s, millrace.dev/applied: h1}
                """.formatted(namespace));

        SeenEvent extra = told("Extra", "copy");
        cluster.kubectl("delete", "configmap", "copy", "-n", namespace);
        assertThat(told("Resolved", "copy").at("/resolves")).isEqualTo(extra.id());
    }

    @Test
    void replicasUnderAnAutoscalerAreNoDrift() {
        agent.sync(deployment("web", "example.com/web:1"), "h1");

        cluster.kubectl("autoscale", "deployment/web", "--min=3", "--max=5", "-n", namespace);
        await().atMost(Duration.ofSeconds(60)).until(() -> cluster.kubectl(
                        "get", "deployment", "web", "-n", namespace, "-o", "jsonpath={.spec.replicas}")
                .equals("3"));

        untilLaterDriftIsTold();
        assertThat(all()).hasSize(1);
    }
}

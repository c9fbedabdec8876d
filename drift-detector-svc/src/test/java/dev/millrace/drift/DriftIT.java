package dev.millrace.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.Intent;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The detector on a real API server and a real broker; the test takes the agent's part. */
@QuarkusTest
@TestProfile(DriftProfile.class)
@WithParts({PartKind.KAFKA, PartKind.CLUSTER})
class DriftIT {
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @Inject
    KubernetesClient client;

    @SuppressWarnings("NullAway.Init")
    private Scene scene;

    @SuppressWarnings("NullAway.Init")
    private TestAgent agent;

    @BeforeEach
    void open() {
        scene = new Scene(client);
        agent = scene.agent;
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void publishesAManualChangeWithItsAuthorAndResolvesItOnceReverted() {
        agent.sync(Scene.deployment("web", "example.com/web:1"), "h1");

        scene.kubectl("set", "image", "deployment/web", "web=example.com/web:2");

        PublishedEvent drift = scene.published("Modified", "web");
        assertThat(drift.at("/fields/0/path")).isEqualTo("spec.template.spec.containers[name=web].image");
        assertThat(drift.at("/fields/0/desired")).isEqualTo("example.com/web:1");
        assertThat(drift.at("/fields/0/live")).isEqualTo("example.com/web:2");
        assertThat(drift.at("/fields/0/manager")).isEqualTo("kubectl-set");
        assertThat(drift.at("/fields/0/operation")).isEqualTo("Update");
        assertThat(drift.at("/fields/0/time")).isNotEmpty();
        assertThat(drift.header("ce_chainid")).isEqualTo(TestAgent.CHAIN.value());

        agent.sync(Scene.deployment("web", "example.com/web:1"), "h1");

        PublishedEvent resolved = scene.published("Resolved", "web");
        assertThat(resolved.at("/resolves")).isEqualTo(drift.id());
        assertThat(scene.all()).hasSize(2);
    }

    @Test
    void aValueThatCameOutOfASecretIsNotPublishedNorIsItsManualReplacement() {
        AppliedObject applied = agent.apply(Scene.configMap("settings", "CANARY-4711"), "h1");
        agent.save(record -> record.having(applied.concealing(text -> text.contains("CANARY-4711"), record.salt())));

        scene.patch("settings", "MANUAL-4712");

        PublishedEvent drift = scene.published("Modified", "settings");
        assertThat(drift.at("/fields/0/path")).isEqualTo("data.a");
        assertThat(drift.at("/fields/0/redacted")).isEqualTo("true");
        assertThat(drift.at("/fields/0/manager")).isNotEmpty();
        scene.patch("settings", "CANARY-4711");
        scene.published("Resolved", "settings");
        assertThat(scene.all().toString()).doesNotContain("CANARY-4711", "MANUAL-4712");
    }

    @Test
    void aDeletedObjectIsMissingUntilItIsRecreated() {
        agent.sync(Scene.configMap("settings", "1"), "h1");
        scene.awaitLaterDrift();

        scene.kubectl("delete", "configmap", "settings");

        PublishedEvent missing = scene.published("Missing", "settings");
        assertThat(missing.at("/objectUid")).isNotEmpty();

        agent.sync(Scene.configMap("settings", "1"), "h1");

        assertThat(scene.published("Resolved", "settings").at("/resolves")).isEqualTo(missing.id());
    }

    @Test
    void anIgnoredFieldIsNoDriftAndItsOpenDriftIsResolved() {
        AppliedObject applied = agent.apply(Scene.configMap("settings", "1"), "h1");
        agent.save(record -> record.having(applied));
        scene.patch("settings", "2");
        PublishedEvent drift = scene.published("Modified", "settings");
        IgnoreRule rule = new IgnoreRule(null, "ConfigMap", null, null, List.of("/data/a"), List.of());

        agent.save(record -> record.having(applied.ignoring(List.of(rule))));

        assertThat(scene.published("Resolved", "settings").at("/resolves")).isEqualTo(drift.id());
        scene.patch("settings", "3");
        scene.awaitLaterDrift();
        assertThat(scene.all()).hasSize(3);
    }

    @Test
    void changesBySyncsAndControllersAreNoDrift() {
        for (int i = 0; i < 10; i++) {
            agent.sync(Scene.deployment("web", "example.com/web:" + i / 2), "h" + i / 2);
            agent.sync(Scene.configMap("settings", "" + i / 3), "c" + i / 3);
        }
        scene.kubectl("rollout", "status", "deployment/web", "--timeout=60s");

        scene.awaitLaterDrift();

        assertThat(scene.all()).hasSize(1);
    }

    @Test
    void anApplyObservedBeforeItsRecordIsNoDrift() {
        agent.sync(Scene.configMap("settings", "1"), "h1");

        AppliedObject newer = agent.apply(Scene.configMap("settings", "2"), "h2");
        scene.awaitLaterDrift();
        agent.save(record -> record.having(newer));
        scene.patch("settings", "3");

        PublishedEvent drift = scene.published("Modified", "settings");
        assertThat(drift.at("/fields/0/desired")).isEqualTo("2");
        assertThat(scene.all()).hasSize(2);
    }

    @Test
    void anApplyWhoseRecordNeverArrivesIsDrift() {
        agent.sync(Scene.configMap("settings", "1"), "h1");

        agent.apply(Scene.configMap("settings", "2"), "h2");

        PublishedEvent drift = scene.published("Modified", "settings");
        assertThat(drift.at("/fields/0/manager")).isEqualTo("millrace");
    }

    @Test
    void aRemovedAnnotationIsDrift() {
        agent.sync(Scene.configMap("settings", "1"), "h1");

        scene.kubectl("annotate", "configmap", "settings", "millrace.dev/applied-");

        assertThat(scene.published("Modified", "settings").at("/fields/0/path"))
                .isEqualTo("metadata.annotations[millrace.dev/applied]");
    }

    @Test
    void driftOfASecretIsPublishedWithoutItsValues() {
        agent.sync("""
                apiVersion: v1
                kind: Secret
                metadata: {name: access}
                data: {password: b2xkLXNlY3JldA==}
                """, "h1");

        scene.kubectl("patch", "secret", "access", "-p", "{\"data\": {\"password\": \"bmV3LXNlY3JldA==\"}}");

        PublishedEvent drift = scene.published("Modified", "access");
        assertThat(drift.at("/fields/0/path")).isEqualTo("data.password");
        assertThat(drift.at("/fields/0/redacted")).isEqualTo("true");
        assertThat(drift.value().toString()).doesNotContain("c2VjcmV0", "LXNlY3JldA");
    }

    @Test
    void aPrunedObjectIsNotMissing() {
        ObjectRef ref = agent.sync(Scene.configMap("settings", "1"), "h1");

        agent.save(record -> record.intending(new Intent(Set.of(), Set.of(ref), Set.of())));
        scene.kubectl("delete", "configmap", "settings");
        agent.save(record -> record.without(ref).intending(Intent.NONE));
        scene.awaitLaterDrift();

        assertThat(scene.all()).hasSize(1);
    }

    @Test
    void aCopyWithOurAnnotationsIsExtra() {
        agent.sync(Scene.configMap("settings", "1"), "h1");

        scene.cluster.apply(scene.namespace, """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: copy
                  annotations: {millrace.dev/application-uid: uid-%s, millrace.dev/applied: h1}
                """.formatted(scene.namespace));

        PublishedEvent extra = scene.published("Extra", "copy");
        scene.kubectl("delete", "configmap", "copy");
        assertThat(scene.published("Resolved", "copy").at("/resolves")).isEqualTo(extra.id());
    }

    @Test
    void replicasUnderAnAutoscalerAreNoDrift() {
        agent.sync(Scene.deployment("web", "example.com/web:1"), "h1");

        scene.kubectl("autoscale", "deployment/web", "--min=3", "--max=5");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> scene.kubectl("get", "deployment", "web", "-o", "jsonpath={.spec.replicas}")
                        .equals("3"));

        scene.awaitLaterDrift();
        assertThat(scene.all()).hasSize(1);
    }

    @Test
    void anObjectWithoutANamespaceIsWatchedToo() {
        String name = "reader-" + scene.namespace;
        agent.sync("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: %s}
                rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
                """.formatted(name), "h1");

        scene.cluster.kubectl("delete", "clusterrole", name);

        assertThat(scene.published("Missing", name).at("/object/kind")).isEqualTo("ClusterRole");
    }
}

package dev.millrace.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.Intent;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.SeenEvent;
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

/** The detector on a real API server and a real broker; the agent's part is played by the test. */
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
    private Agent agent;

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
    void aChangeByHandIsToldWithItsAuthorAndIsOverWhenItIsUndone() {
        agent.sync(Scene.deployment("web", "example.com/web:1"), "h1");

        scene.kubectl("set", "image", "deployment/web", "web=example.com/web:2");

        SeenEvent drift = scene.told("Modified", "web");
        assertThat(drift.at("/fields/0/path")).isEqualTo("spec.template.spec.containers[name=web].image");
        assertThat(drift.at("/fields/0/desired")).isEqualTo("example.com/web:1");
        assertThat(drift.at("/fields/0/live")).isEqualTo("example.com/web:2");
        assertThat(drift.at("/fields/0/manager")).isEqualTo("kubectl-set");
        assertThat(drift.at("/fields/0/operation")).isEqualTo("Update");
        assertThat(drift.at("/fields/0/time")).isNotEmpty();
        assertThat(drift.header("ce_chainid")).isEqualTo(Agent.CHAIN.value());

        agent.sync(Scene.deployment("web", "example.com/web:1"), "h1");

        SeenEvent over = scene.told("Resolved", "web");
        assertThat(over.at("/resolves")).isEqualTo(drift.id());
        assertThat(scene.all()).hasSize(2);
    }

    @Test
    void aDeletedObjectIsMissingUntilItIsBack() {
        agent.sync(Scene.configMap("settings", "1"), "h1");
        scene.untilLaterDriftIsTold();

        scene.kubectl("delete", "configmap", "settings");

        SeenEvent missing = scene.told("Missing", "settings");
        assertThat(missing.at("/objectUid")).isNotEmpty();

        agent.sync(Scene.configMap("settings", "1"), "h1");

        assertThat(scene.told("Resolved", "settings").at("/resolves")).isEqualTo(missing.id());
    }

    @Test
    void aFieldThatIsLeftToOthersIsNoDriftAndWhatWasToldOfItIsOver() {
        AppliedObject applied = agent.apply(Scene.configMap("settings", "1"), "h1");
        agent.save(record -> record.having(applied));
        scene.patch("settings", "2");
        SeenEvent drift = scene.told("Modified", "settings");
        IgnoreRule rule = new IgnoreRule(null, "ConfigMap", null, null, List.of("/data/a"), List.of());

        agent.save(record -> record.having(applied.ignoring(List.of(rule))));

        assertThat(scene.told("Resolved", "settings").at("/resolves")).isEqualTo(drift.id());
        scene.patch("settings", "3");
        scene.untilLaterDriftIsTold();
        assertThat(scene.all()).hasSize(3);
    }

    @Test
    void syncsAndControllersAreNoDrift() {
        for (int i = 0; i < 10; i++) {
            agent.sync(Scene.deployment("web", "example.com/web:" + i / 2), "h" + i / 2);
            agent.sync(Scene.configMap("settings", "" + i / 3), "c" + i / 3);
        }
        scene.kubectl("rollout", "status", "deployment/web", "--timeout=60s");

        scene.untilLaterDriftIsTold();

        assertThat(scene.all()).hasSize(1);
    }

    @Test
    void anApplyThatIsSeenBeforeItsRecordIsNoDrift() {
        agent.sync(Scene.configMap("settings", "1"), "h1");

        AppliedObject newer = agent.apply(Scene.configMap("settings", "2"), "h2");
        scene.untilLaterDriftIsTold();
        agent.save(record -> record.having(newer));
        scene.patch("settings", "3");

        SeenEvent drift = scene.told("Modified", "settings");
        assertThat(drift.at("/fields/0/desired")).isEqualTo("2");
        assertThat(scene.all()).hasSize(2);
    }

    @Test
    void anApplyWhoseRecordNeverComesIsDrift() {
        agent.sync(Scene.configMap("settings", "1"), "h1");

        agent.apply(Scene.configMap("settings", "2"), "h2");

        SeenEvent drift = scene.told("Modified", "settings");
        assertThat(drift.at("/fields/0/manager")).isEqualTo("millrace");
    }

    @Test
    void aStrippedAnnotationIsDrift() {
        agent.sync(Scene.configMap("settings", "1"), "h1");

        scene.kubectl("annotate", "configmap", "settings", "millrace.dev/applied-");

        assertThat(scene.told("Modified", "settings").at("/fields/0/path"))
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

        scene.kubectl("patch", "secret", "access", "-p", "{\"data\": {\"password\": \"bmV3LXNlY3JldA==\"}}");

        SeenEvent drift = scene.told("Modified", "access");
        assertThat(drift.at("/fields/0/path")).isEqualTo("data.password");
        assertThat(drift.at("/fields/0/redacted")).isEqualTo("true");
        assertThat(drift.value().toString()).doesNotContain("c2VjcmV0", "LXNlY3JldA");
    }

    @Test
    void whatThePruneDeletesIsNotMissing() {
        ObjectRef ref = agent.sync(Scene.configMap("settings", "1"), "h1");

        agent.save(record -> record.intending(new Intent(Set.of(), Set.of(ref), Set.of())));
        scene.kubectl("delete", "configmap", "settings");
        agent.save(record -> record.without(ref).intending(Intent.NONE));
        scene.untilLaterDriftIsTold();

        assertThat(scene.all()).hasSize(1);
    }

    @Test
    void aCopyThatClaimsToBeOursIsExtra() {
        agent.sync(Scene.configMap("settings", "1"), "h1");

        scene.cluster.apply(scene.namespace, """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: copy
                  annotations: {millrace.dev/application-uid: uid-%s, millrace.dev/applied: h1}
                """.formatted(scene.namespace));

        SeenEvent extra = scene.told("Extra", "copy");
        scene.kubectl("delete", "configmap", "copy");
        assertThat(scene.told("Resolved", "copy").at("/resolves")).isEqualTo(extra.id());
    }

    @Test
    void replicasUnderAnAutoscalerAreNoDrift() {
        agent.sync(Scene.deployment("web", "example.com/web:1"), "h1");

        scene.kubectl("autoscale", "deployment/web", "--min=3", "--max=5");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> scene.kubectl("get", "deployment", "web", "-o", "jsonpath={.spec.replicas}")
                        .equals("3"));

        scene.untilLaterDriftIsTold();
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

        assertThat(scene.told("Missing", name).at("/object/kind")).isEqualTo("ClusterRole");
    }
}

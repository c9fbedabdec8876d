package dev.millrace.testbed.cluster;

import static dev.millrace.testbed.PartKind.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testbed.WithParts;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@WithParts(CLUSTER)
class ClusterIT {
    private static String namespace = "";

    @BeforeAll
    static void createNamespace(Cluster cluster) {
        namespace = cluster.createNamespace("ClusterIT");
    }

    @Test
    void deploymentsBecomeReady(Cluster cluster) {
        cluster.apply(namespace, deployment("good", ""));

        soon().untilAsserted(() -> assertThat(cluster.kubectl(
                        "get", "deployment", "good", "-n", namespace, "-o", "jsonpath={.status.readyReplicas}"))
                .isEqualTo("2"));
    }

    @Test
    void aLabelKeepsPodsUnready(Cluster cluster) {
        cluster.apply(namespace, deployment("unready", "unready"));

        soon().untilAsserted(() ->
                assertThat(pods(cluster, "unready", "{.items[*].status.phase}")).isEqualTo("Running Running"));
        assertThat(pods(cluster, "unready", "{.items[*].status.containerStatuses[0].ready}"))
                .isEqualTo("false false");
    }

    @Test
    void aLabelMakesPodsCrash(Cluster cluster) {
        cluster.apply(namespace, deployment("crash", "crash"));

        soon().untilAsserted(() -> assertThat(
                        pods(cluster, "crash", "{.items[*].status.containerStatuses[0].state.waiting.reason}"))
                .isEqualTo("CrashLoopBackOff CrashLoopBackOff"));
    }

    @Test
    void anImageWithACrashTagCrashesAndTheNextOneIsHealthy(Cluster cluster) {
        cluster.apply(namespace, deployment("crashes", "").replace("shop/web:1", "shop/web:crashes-1"));
        soon().untilAsserted(() -> assertThat(
                        pods(cluster, "crashes", "{.items[*].status.containerStatuses[0].state.waiting.reason}"))
                .isEqualTo("CrashLoopBackOff CrashLoopBackOff"));

        cluster.apply(namespace, deployment("crashes", ""));

        soon().untilAsserted(() -> assertThat(cluster.kubectl(
                        "get", "deployment", "crashes", "-n", namespace, "-o", "jsonpath={.status.readyReplicas}"))
                .isEqualTo("2"));
    }

    @Test
    void aLabelMakesImagesUnpullable(Cluster cluster) {
        cluster.apply(namespace, deployment("image", "image"));

        soon().untilAsserted(() -> assertThat(
                        pods(cluster, "image", "{.items[*].status.containerStatuses[0].state.waiting.reason}"))
                .isEqualTo("ImagePullBackOff ImagePullBackOff"));
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofMinutes(2))
                .until(() -> pods(cluster, "image", "{.items[*].status.phase}").equals("Pending Pending"));
    }

    @Test
    void aServiceAccountHasOnlyThePermissionsOfItsRole(Cluster cluster) {
        Path reader = cluster.kubeconfigFor(namespace, "reader");
        Kubectl kubectl = new Kubectl(() -> reader);
        cluster.kubectl("create", "role", "reads", "--verb=get,list", "--resource=pods", "-n", namespace);
        cluster.kubectl(
                "create",
                "rolebinding",
                "reads",
                "--role=reads",
                "--serviceaccount=" + namespace + ":reader",
                "-n",
                namespace);

        assertThat(kubectl.run("", "get", "pods", "-o", "name")).isNotNull();
        assertThat(answer(kubectl, "list", "pods")).isEqualTo("yes");
        assertThat(answer(kubectl, "delete", "pods")).isEqualTo("no");
        assertThat(answer(kubectl, "list", "secrets")).isEqualTo("no");
    }

    private static String answer(Kubectl kubectl, String verb, String resource) {
        try {
            return kubectl.run("", "auth", "can-i", verb, resource).strip();
        } catch (IllegalStateException no) {
            return "no";
        }
    }

    @Test
    void objectsSurviveAKill(Cluster cluster) {
        cluster.kubectl("create", "configmap", "kept", "-n", namespace);

        cluster.kill();
        assertThat(cluster.isRunning()).isFalse();
        cluster.start();

        assertThat(cluster.kubectl("get", "configmap", "kept", "-n", namespace, "-o", "name"))
                .contains("kept");
        cluster.apply(namespace, deployment("after", ""));
        soon().untilAsserted(() -> assertThat(cluster.kubectl(
                        "get", "deployment", "after", "-n", namespace, "-o", "jsonpath={.status.readyReplicas}"))
                .isEqualTo("2"));
    }

    @Test
    void theApiServerCanBeKilledAndRestartedAlone(Cluster cluster) {
        cluster.killApiServer();
        assertThat(cluster.isRunning()).isFalse();

        cluster.startApiServer();

        assertThat(cluster.isRunning()).isTrue();
        assertThat(cluster.kubectl("get", "namespace", namespace, "-o", "name")).contains(namespace);
    }

    private static String pods(Cluster cluster, String app, String path) {
        return cluster.kubectl("get", "pods", "-n", namespace, "-l", "app=" + app, "-o", "jsonpath=" + path);
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200));
    }

    private static String deployment(String name, String failure) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s%2$s}}
                    spec:
                      containers: [{name: web, image: "127.0.0.1:5000/shop/web:1"}]
                """.formatted(name, failure.isEmpty() ? "" : ", millrace.dev/testbed-fail: " + failure);
    }
}

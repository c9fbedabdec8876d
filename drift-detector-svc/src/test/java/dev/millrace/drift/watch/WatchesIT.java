package dev.millrace.drift.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.drift.decide.LiveState;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches of kinds that may not be watched, and of kinds that come and go, with the rights of a service account. */
@WithParts(PartKind.CLUSTER)
class WatchesIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: crates.warehouse.example.com}
            spec:
              group: warehouse.example.com
              names: {kind: Crate, plural: crates}
              scope: Namespaced
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;
    private static final String CRATE = """
            apiVersion: warehouse.example.com/v1
            kind: Crate
            metadata: {name: one}
            """;

    private static final String VERSIONS = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: boxes.storage.example.com}
            spec:
              group: storage.example.com
              names: {kind: Box, plural: boxes}
              scope: Namespaced
              versions:
                - {name: v1beta1, served: %s, storage: false, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
                - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
            """;
    private static final String BOX = """
            apiVersion: storage.example.com/v1
            kind: Box
            metadata: {name: one}
            """;

    private final Cluster cluster = Testbed.shared().cluster();
    private final String namespace = cluster.createNamespace("watches");
    private final ObjectRef configMap = ref("v1", "ConfigMap", "one");
    private final ObjectRef secret = ref("v1", "Secret", "one");
    private final ObjectRef crate = ref("warehouse.example.com/v1", "Crate", "one");
    private final KubernetesClient client;
    private final Watches watches;
    private final Queue<WatchedKind> complete = new ConcurrentLinkedQueue<>();
    private final WatchListener listener = new WatchListener() {
        @Override
        public void observed(ObservedObject object) {}

        @Override
        public void complete(WatchedKind kind) {
            complete.add(kind);
        }
    };

    WatchesIT() {
        cluster.kubectl("create", "serviceaccount", "detector", "-n", namespace);
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(
                        cluster.kubeconfigFor(namespace, "detector").toFile()))
                .build();
        watches = new Watches(client);
    }

    private ObjectRef ref(String apiVersion, String kind, String name) {
        return new ObjectRef(apiVersion, kind, Optional.of(namespace), name);
    }

    @AfterEach
    void close() {
        watches.close();
        client.close();
    }

    @Test
    void aKindThatMayNotBeWatchedIsNamedAndTheOthersAreWatched() {
        cluster.kubectl("create", "configmap", "one", "-n", namespace);
        cluster.kubectl("create", "secret", "generic", "one", "-n", namespace);
        allow("configmaps", "configmaps");

        watches.watch(Set.of(WatchedKind.of(configMap), WatchedKind.of(secret)), listener);

        await().atMost(SOON).until(() -> watches.incomplete().isEmpty());
        assertThat(watches.refused()).containsExactly(WatchedKind.of(secret));
        assertThat(watches.live(configMap)).isInstanceOf(LiveState.Present.class);
        assertThat(watches.live(secret)).isEqualTo(new LiveState.Unknown());
        assertThat(complete).containsExactly(WatchedKind.of(configMap));

        allow("secrets", "secrets");

        await().atMost(SOON).until(() -> complete.contains(WatchedKind.of(secret)));
        assertThat(watches.refused()).isEmpty();
        assertThat(watches.live(secret)).isInstanceOf(LiveState.Present.class);
    }

    @Test
    void aKindWhoseDefinitionIsDeletedHasNoObjectsUntilItIsCreatedAgain() {
        define();
        allow("crates", "crates.warehouse.example.com");

        watches.watch(Set.of(WatchedKind.of(crate)), listener);
        await().atMost(SOON).until(() -> watches.live(crate) instanceof LiveState.Present);

        cluster.kubectl("delete", "crd", "crates.warehouse.example.com");
        await().atMost(SOON).until(() -> watches.live(crate) instanceof LiveState.Absent);
        assertThat(watches.incomplete()).isEmpty();

        define();
        await().atMost(SOON).until(() -> watches.live(crate) instanceof LiveState.Present);
        assertThat(watches.refused()).isEmpty();
    }

    @Test
    void aKindWhoseVersionIsServedNoLongerIsWatchedInAnotherOne() {
        ObjectRef box = ref("storage.example.com/v1beta1", "Box", "one");
        cluster.apply("default", VERSIONS.formatted("true"));
        cluster.awaitDefinition("boxes.storage.example.com");
        cluster.apply(namespace, BOX);
        allow("boxes", "boxes.storage.example.com");

        watches.watch(Set.of(WatchedKind.of(box)), listener);
        await().atMost(SOON).until(() -> watches.live(box) instanceof LiveState.Present);
        assertThat(watches.inOtherVersion()).isEmpty();

        cluster.apply("default", VERSIONS.formatted("false"));

        await().atMost(SOON).until(() -> watches.inOtherVersion().contains(WatchedKind.of(box)));
        assertThat(watches.live(box)).isInstanceOfSatisfying(LiveState.Present.class, present -> assertThat(
                        present.object().path("apiVersion").asText())
                .isEqualTo("storage.example.com/v1"));
        assertThat(watches.resourceOf(box)).contains("boxes.storage.example.com");
    }

    @Test
    void aKindThatCanNotBeWatchedDoesNotKeepTheOthersWaiting() {
        cluster.kubectl("create", "configmap", "one", "-n", namespace);
        allow("configmaps", "configmaps");
        ObjectRef review = new ObjectRef("authorization.k8s.io/v1", "SelfSubjectAccessReview", Optional.empty(), "one");

        watches.watch(Set.of(WatchedKind.of(configMap), WatchedKind.of(review)), listener);

        await().atMost(SOON).until(() -> watches.incomplete().isEmpty());
        assertThat(watches.unwatchable()).containsExactly(WatchedKind.of(review));
        assertThat(watches.live(review)).isEqualTo(new LiveState.Unknown());
        assertThat(watches.live(configMap)).isInstanceOf(LiveState.Present.class);
    }

    private void define() {
        cluster.apply("default", DEFINITION);
        cluster.awaitDefinition("crates.warehouse.example.com");
        cluster.apply(namespace, CRATE);
    }

    private void allow(String role, String resource) {
        cluster.kubectl("create", "role", role, "-n", namespace, "--verb=get,list,watch", "--resource=" + resource);
        cluster.kubectl(
                "create",
                "rolebinding",
                role,
                "-n",
                namespace,
                "--role=" + role,
                "--serviceaccount=" + namespace + ":detector");
    }
}

package dev.millrace.sync.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.Health;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithParts(PartKind.CLUSTER)
class HealthWatchIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: lates.later.example}
            spec:
              group: later.example
              scope: Namespaced
              names: {plural: lates, singular: late, kind: Late, listKind: LateList}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object}}
            """;

    private final String namespace = Testbed.shared().cluster().createNamespace("watched");
    private final Watches watches = new Watches();
    private final KubernetesClient client;
    private final HealthWatch health;

    HealthWatchIT() throws IOException {
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(
                        Files.readString(Testbed.shared().cluster().kubeconfig())))
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("watches", watches))
                .build();
        Kinds kinds = new Kinds(client, Clock.systemUTC());
        health = new HealthWatch(client, kinds::of, KindRules::shipped, application -> {});
    }

    @AfterEach
    void close() {
        health.close();
        client.close();
    }

    @Test
    void watchesTheKindsOfItsObjectsAloneAndEachOfThemOnce() {
        health.watch("one", List.of(ref("v1", "ConfigMap", "a"), ref("apps/v1", "Deployment", "a")));
        health.watch("two", List.of(ref("v1", "Secret", "b"), ref("apps/v1", "Deployment", "b")));

        await().atMost(SOON).until(() -> !watches.paths.isEmpty());
        await().atMost(SOON).until(() -> of(ref("apps/v1", "Deployment", "a")).known());

        assertThat(watches.paths).containsExactly("/apis/apps/v1/namespaces/" + namespace + "/deployments");
    }

    @Test
    void whatIsNotThereIsMissingAndWhatNobodyServesIsUnknown() {
        ObjectRef missing = ref("apps/v1", "Deployment", "missing");
        ObjectRef unserved = ref("x.example/v1", "Thing", "unserved");

        health.watch("one", List.of(missing, unserved));

        await().atMost(SOON).until(() -> of(missing).known());
        assertThat(of(missing).health()).isEqualTo(Health.Missing);
        assertThat(of(unserved).health()).isEqualTo(Health.Unknown);
        assertThat(of(unserved).message()).endsWith("the cluster does not serve its kind");
    }

    @Test
    void aKindThatIsServedLaterIsWatchedThen() {
        ObjectRef ref = ref("later.example/v1", "Late", "one");
        health.watch("one", List.of(ref));
        Testbed.shared().cluster().apply(namespace, DEFINITION);
        await().atMost(SOON).until(() -> {
            health.watch("one", List.of(ref));
            return of(ref).known() && of(ref).health() == Health.Missing;
        });

        Testbed.shared()
                .cluster()
                .apply(namespace, "{apiVersion: later.example/v1, kind: Late, metadata: {name: one}}");

        await().atMost(SOON).until(() -> of(ref).health() == Health.Healthy);
    }

    private ApplicationHealth of(ObjectRef ref) {
        return health.of(Map.of(ref, ""));
    }

    private ObjectRef ref(String apiVersion, String kind, String name) {
        return new ObjectRef(apiVersion, kind, Optional.of(namespace), name);
    }

    /** Returns the watched paths, one entry per watch. */
    private static final class Watches implements Interceptor {
        private final List<String> paths = new CopyOnWriteArrayList<>();

        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (String.valueOf(request.uri().getQuery()).contains("watch=true")) {
                paths.add(request.uri().getPath());
            }
        }
    }
}

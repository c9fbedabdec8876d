package dev.millrace.sync.health.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.Health;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.HandClock;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.health.exact.KindRules;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.identity.Identity;
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
import java.util.function.Consumer;
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
        health = watch(application -> {}, Clock.systemUTC(), HealthContext.DEFAULT_GRACE);
    }

    @AfterEach
    void close() {
        health.close();
        client.close();
    }

    @Test
    void watchesTheKindsOfItsObjectsAloneAndEachOfThemOnce() {
        health.watch("one", Identity.OWN, List.of(ref("v1", "ConfigMap", "a"), ref("apps/v1", "Deployment", "a")));
        health.watch("two", Identity.OWN, List.of(ref("v1", "Secret", "b"), ref("apps/v1", "Deployment", "b")));

        await().atMost(SOON).until(() -> !watches.paths.isEmpty());
        await().atMost(SOON).until(() -> of(ref("apps/v1", "Deployment", "a")).known());

        assertThat(watches.paths).containsExactly("/apis/apps/v1/namespaces/" + namespace + "/deployments");
    }

    @Test
    void whatIsNotThereIsMissingAndWhatNobodyServesIsUnknown() {
        ObjectRef missing = ref("apps/v1", "Deployment", "missing");
        ObjectRef unserved = ref("x.example/v1", "Thing", "unserved");

        health.watch("one", Identity.OWN, List.of(missing, unserved));

        await().atMost(SOON).until(() -> of(missing).known());
        assertThat(of(missing).health()).isEqualTo(Health.Missing);
        assertThat(of(unserved).health()).isEqualTo(Health.Unknown);
        assertThat(of(unserved).message()).endsWith("the cluster does not serve its kind");
    }

    @Test
    void aKindThatIsServedLaterIsWatchedThen() {
        ObjectRef ref = ref("later.example/v1", "Late", "one");
        health.watch("one", Identity.OWN, List.of(ref));
        Testbed.shared().cluster().apply(namespace, DEFINITION);
        await().atMost(SOON).until(() -> {
            health.watch("one", Identity.OWN, List.of(ref));
            return of(ref).known() && of(ref).health() == Health.Missing;
        });

        Testbed.shared()
                .cluster()
                .apply(namespace, "{apiVersion: later.example/v1, kind: Late, metadata: {name: one}}");

        await().atMost(SOON).until(() -> of(ref).health() == Health.Healthy);
    }

    @Test
    void anObjectWithoutAStatusIsProgressingUntilTheGraceOfAKindThatDeclaresOne() {
        define("awaited", true);
        ObjectRef ref = ref("awaited.example/v1", "Late", "one");
        HandClock clock = new HandClock();
        try (HealthWatch frozen = watch(uid -> {}, clock, HealthContext.DEFAULT_GRACE)) {
            frozen.watch("one", Identity.OWN, List.of(ref));
            await().atMost(SOON)
                    .until(() -> frozen.of(Identity.OWN, Map.of(ref, "")).known());

            assertThat(frozen.of(Identity.OWN, Map.of(ref, "")).message())
                    .endsWith("its controller has not written a status yet");

            clock.forward(Duration.ofDays(36500));

            assertThat(frozen.of(Identity.OWN, Map.of(ref, "")).health()).isEqualTo(Health.Healthy);
        }
    }

    @Test
    void theEndOfTheGraceTriggersTheApplication() {
        define("graced", true);
        ObjectRef ref = ref("graced.example/v1", "Late", "one");
        List<Health> triggered = new CopyOnWriteArrayList<>();
        List<HealthWatch> started = new CopyOnWriteArrayList<>(List.of(health));
        Consumer<String> judging = uid -> triggered.add(
                started.getLast().of(Identity.OWN, Map.of(ref, "")).health());
        try (HealthWatch graced = watch(judging, Clock.systemUTC(), Duration.ofSeconds(3))) {
            started.add(graced);
            graced.watch("one", Identity.OWN, List.of(ref));

            await().atMost(SOON).until(() -> triggered.contains(Health.Healthy));
        }
    }

    @Test
    void anObjectWithoutAStatusIsHealthyAtOnceUntilItsKindDeclaresOne() {
        define("changed", false);
        ObjectRef ref = ref("changed.example/v1", "Late", "one");
        try (HealthWatch frozen = watch(uid -> {}, new HandClock(), HealthContext.DEFAULT_GRACE)) {
            frozen.watch("one", Identity.OWN, List.of(ref));
            await().atMost(SOON)
                    .until(() -> frozen.of(Identity.OWN, Map.of(ref, "")).health() == Health.Healthy);

            define("changed", true);

            await().atMost(SOON)
                    .until(() -> frozen.of(Identity.OWN, Map.of(ref, "")).health() == Health.Progressing);
        }
    }

    /** Defines a kind with one object that has no status. */
    private void define(String group, boolean status) {
        var cluster = Testbed.shared().cluster();
        String definition = DEFINITION.replace("later.example", group + ".example");
        cluster.apply(namespace, status ? definition + "    subresources: {status: {}}\n" : definition);
        cluster.awaitDefinition("lates." + group + ".example");
        cluster.apply(namespace, "{apiVersion: %s.example/v1, kind: Late, metadata: {name: one}}".formatted(group));
    }

    private HealthWatch watch(Consumer<String> changed, Clock clock, Duration grace) {
        Kinds kinds = new Kinds(client, Clock.systemUTC());
        return new HealthWatch(client, kinds::of, KindRules::shipped, changed, clock, grace);
    }

    private ApplicationHealth of(ObjectRef ref) {
        return health.of(Identity.OWN, Map.of(ref, ""));
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

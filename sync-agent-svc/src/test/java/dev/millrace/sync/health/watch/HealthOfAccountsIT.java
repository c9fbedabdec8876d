package dev.millrace.sync.health.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.Health;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.health.exact.KindRules;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.identity.Identity;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
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

/** The health of objects as service accounts may watch it. */
@WithParts(PartKind.CLUSTER)
class HealthOfAccountsIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    private final Cluster cluster = Testbed.shared().cluster();
    private final String namespace = cluster.createNamespace("accounts");
    private final Identity deployer = new Identity.Account(namespace, "deployer");
    private final ObjectRef claim = new ObjectRef("v1", "PersistentVolumeClaim", Optional.of(namespace), "data");
    private final List<String> triggered = new CopyOnWriteArrayList<>();
    private final KubernetesClient client;
    private final HealthWatch health;

    HealthOfAccountsIT() throws IOException {
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(cluster.kubeconfig())))
                .build();
        Kinds kinds = new Kinds(client, Clock.systemUTC());
        health = new HealthWatch(
                client, kinds::of, KindRules::shipped, triggered::add, Clock.systemUTC(), HealthContext.DEFAULT_GRACE);
        cluster.kubectl("create", "serviceaccount", "deployer", "-n", namespace);
    }

    @AfterEach
    void close() {
        health.close();
        client.close();
    }

    @Test
    void anAccountSeesNoHealthOfWhatItMayNotWatchThoughTheAgentDoes() {
        health.watch("agents", Identity.OWN, List.of(claim));
        health.watch("teams", deployer, List.of(claim));

        await().atMost(SOON).until(() -> of(Identity.OWN).health() == Health.Missing);
        await().atMost(SOON).until(() -> of(deployer).health() == Health.Unknown);
        assertThat(of(deployer).message())
                .contains("it can't be watched: service account " + namespace
                        + "/deployer may not list persistentvolumeclaims in namespace " + namespace);
        assertThat(triggered).contains("teams");

        triggered.clear();
        cluster.kubectl(
                "create", "role", "reads", "-n", namespace, "--verb=list,watch", "--resource=persistentvolumeclaims");
        cluster.kubectl(
                "create",
                "rolebinding",
                "reads",
                "-n",
                namespace,
                "--role=reads",
                "--serviceaccount=" + namespace + ":deployer");

        await().atMost(SOON).until(() -> of(deployer).health() == Health.Missing);
        await().atMost(SOON).until(() -> triggered.contains("teams"));
    }

    @Test
    void anApplicationWithAnotherAccountSeesNothingThatTheOneBeforeSaw() {
        health.watch("app", Identity.OWN, List.of(claim));
        await().atMost(SOON).until(() -> of(Identity.OWN).health() == Health.Missing);

        health.watch("app", deployer, List.of(claim));

        await().atMost(SOON).until(() -> of(deployer).health() == Health.Unknown);
        assertThat(of(Identity.OWN).message()).contains("does not serve its kind");
    }

    private ApplicationHealth of(Identity identity) {
        return health.of(identity, Map.of(claim, ""));
    }
}

package dev.millrace.sync.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.apply.ClusterObjects;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.apply.PreconditionFailed;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.lead.Unlimited;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.object.Confirmation;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects that change between the agent's checks and their deletion. */
@WithParts(PartKind.CLUSTER)
class PruneRaceIT {
    private static final int ROUNDS = Integer.getInteger("millrace.rounds", 25);

    private final Cluster cluster = Testbed.shared().cluster();
    private final String namespace = cluster.createNamespace("prune-race");
    private final String uid = UUID.randomUUID().toString();
    private final Claim claim = new Claim(ApplicationId.parse("test/" + namespace + "/app"), uid);
    private final KubernetesClient client;
    private final ClusterObjects objects;

    PruneRaceIT() throws IOException {
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(cluster.kubeconfig())))
                .build();
        Clock clock = Clock.systemUTC();
        objects = new ClusterObjects(client, new Kinds(client, clock), new Unlimited(), new Pace(64, clock));
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void anObjectThatChangedSinceItWasReadIsNotDeleted() {
        ObjectRef ref = create("changed");
        GenericKubernetesResource asRead = objects.read(ref).orElseThrow();
        annotate("changed");

        assertThatThrownBy(() -> objects.delete(ref, asRead, false)).isInstanceOf(PreconditionFailed.class);

        assertThat(objects.read(ref)).isPresent();
        assertThat(objects.delete(ref, objects.read(ref).orElseThrow(), false)).isEmpty();
        assertThat(objects.read(ref)).isEmpty();
    }

    @Test
    void anObjectThatWasRecreatedSinceItWasReadIsNotDeleted() {
        ObjectRef ref = create("recreated");
        GenericKubernetesResource asRead = objects.read(ref).orElseThrow();
        map("recreated").delete();
        create("recreated");

        assertThatThrownBy(() -> objects.delete(ref, asRead, false)).isInstanceOf(PreconditionFailed.class);

        assertThat(objects.read(ref)).isPresent();
    }

    @Test
    void anObjectThatAUserMarkedToBeKeptIsKeptHoweverShortBefore() throws Exception {
        Pruner pruner = new Pruner(objects, client);
        for (int round = 0; round < ROUNDS; round++) {
            String name = "race-" + round;
            ObjectRef ref = create(name);
            CyclicBarrier start = new CyclicBarrier(2);
            CompletableFuture<Boolean> marked = CompletableFuture.supplyAsync(() -> {
                await(start);
                return annotate(name);
            });
            await(start);

            Fate fate = prune(pruner, ref);

            assertThat(objects.read(ref).isPresent())
                    .as("round %d: %s", round, fate)
                    .isEqualTo(marked.get());
            assertThat(fate instanceof Fate.Left)
                    .as("round %d: %s", round, fate)
                    .isEqualTo(marked.get());
        }
    }

    private Fate prune(Pruner pruner, ObjectRef ref) {
        Confirmation unconfirmed = new Confirmation(new CommitId("a".repeat(40)), Optional.empty());
        List<Operation.Prune> one = List.of(new Operation.Prune(ref, ""));
        return pruner.prune(one, Removals.of(claim, one, unconfirmed), false)
                .getFirst()
                .fate();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Resource<ConfigMap> map(String name) {
        return client.configMaps().inNamespace(namespace).withName(name);
    }

    private ObjectRef create(String name) {
        client.configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withAnnotations(Map.of("millrace.dev/application-uid", uid))
                        .endMetadata()
                        .build())
                .create();
        return new ObjectRef("v1", "ConfigMap", Optional.of(namespace), name);
    }

    /** Asks to keep the object; returns false if it is gone. */
    private boolean annotate(String name) {
        try {
            map(name).edit(present -> {
                if (present == null) {
                    throw new KubernetesClientException("gone");
                }
                return new ConfigMapBuilder(present)
                        .editMetadata()
                        .addToAnnotations("millrace.dev/prune", "disabled")
                        .endMetadata()
                        .build();
            });
            return true;
        } catch (KubernetesClientException e) {
            return false;
        }
    }
}

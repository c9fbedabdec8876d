package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.cluster.application.ImmutablePolicy;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.lead.Unlimited;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Origin;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanStep;
import dev.millrace.sync.plan.Stage;
import dev.millrace.sync.plan.object.MissingRole;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agent with limited rights and limited request rates. */
@WithParts(PartKind.CLUSTER)
class RefusingClusterIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    private final Cluster cluster = Testbed.shared().cluster();
    private final String namespace = cluster.createNamespace("refusing");
    private final Pace pace = new Pace(64, Clock.systemUTC());
    private final KubernetesClient client;
    private final Executor executor;

    RefusingClusterIT() throws IOException {
        client = new KubernetesClientBuilder()
                .withConfig(agent())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("pace", pace))
                .build();
        Kinds kinds = new Kinds(client, Clock.systemUTC());
        executor = new Executor(new ClusterObjects(client, kinds, new Unlimited(), pace), uid -> true);
        cluster.kubectl(
                "create", "role", "agent", "-n", namespace, "--verb=get,list,create,patch", "--resource=configmaps");
        cluster.kubectl(
                "create",
                "rolebinding",
                "agent",
                "-n",
                namespace,
                "--role=agent",
                "--serviceaccount=" + namespace + ":agent");
    }

    @AfterEach
    void close() {
        cluster.kubectl("delete", "flowschema,prioritylevelconfiguration", namespace, "--ignore-not-found");
        client.close();
    }

    @Test
    void whatTheAgentsRoleMayNotTouchFailsAlone() {
        List<Executor.Done> done = run(
                object("ConfigMap", "one"),
                object("ServiceAccount", "none"),
                object("ConfigMap", "two"),
                object("kube-system", "ConfigMap", "elsewhere"));

        assertThat(done.get(0).answer()).isInstanceOf(ApplyAnswer.Stored.class);
        assertThat(done.get(1).answer())
                .isInstanceOfSatisfying(ApplyAnswer.Rejected.class, rejected -> assertThat(rejected.reason())
                        .contains("forbidden", "serviceaccounts"));
        assertThat(done.get(2).answer()).isInstanceOf(ApplyAnswer.Stored.class);
        assertThat(done.get(3).answer())
                .isInstanceOfSatisfying(ApplyAnswer.Rejected.class, rejected -> assertThat(rejected.reason())
                        .contains("forbidden", "kube-system"));
    }

    @Test
    void aBindingOfARoleThatIsNotThereIsRefusedUntilTheRoleComes() {
        cluster.kubectl(
                "create",
                "role",
                "binder",
                "-n",
                namespace,
                "--verb=get,list,create,patch",
                "--resource=roles.rbac.authorization.k8s.io,rolebindings.rbac.authorization.k8s.io");
        cluster.kubectl(
                "create",
                "rolebinding",
                "binder",
                "-n",
                namespace,
                "--role=binder",
                "--serviceaccount=" + namespace + ":agent");
        Manifest binding = read("""
                kind: RoleBinding
                metadata: {name: readers, namespace: %s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
                subjects: [{kind: ServiceAccount, name: default, namespace: %s}]
                """.formatted(namespace, namespace));
        Manifest role = read("""
                kind: Role
                metadata: {name: reader, namespace: %s}
                rules: [{apiGroups: [""], resources: [configmaps], verbs: [get]}]
                """.formatted(namespace));

        ApplyAnswer without = run(binding).getFirst().answer();
        ApplyAnswer of = run(role).getFirst().answer();
        ApplyAnswer with = run(binding).getFirst().answer();

        assertThat(without).isInstanceOfSatisfying(ApplyAnswer.Rejected.class, rejected -> assertThat(
                        MissingRole.of(binding, rejected.reason()))
                .as(rejected.reason())
                .contains(role.ref()));
        assertThat(of).isInstanceOf(ApplyAnswer.Stored.class);
        assertThat(with).isInstanceOf(ApplyAnswer.Stored.class);
    }

    private static Manifest read(String yaml) {
        return ManifestReader.read("app.yaml", "apiVersion: rbac.authorization.k8s.io/v1\n" + yaml)
                .objects()
                .getFirst();
    }

    @Test
    void asksLessAtOnceWhilePriorityAndFairnessTurnsRequestsAwayAndMoreAgainAfterwards() {
        Manifest[] some = IntStream.range(0, 20)
                .mapToObj(i -> object("ConfigMap", "map-" + i))
                .toArray(Manifest[]::new);
        turnAway();

        await().atMost(SOON).until(() -> {
            assertThat(run(some)).allSatisfy(one -> assertThat(one.answer()).isInstanceOf(ApplyAnswer.Stored.class));
            return pace.room() < 8;
        });

        cluster.kubectl("delete", "flowschema", namespace);
        await().atMost(SOON).until(() -> {
            run(some);
            return pace.room() >= 8;
        });
    }

    /** Makes the API server reject the agent's requests for ConfigMaps while it handles another one. */
    private void turnAway() {
        cluster.apply(namespace, """
                apiVersion: flowcontrol.apiserver.k8s.io/v1
                kind: PriorityLevelConfiguration
                metadata: {name: NAME}
                spec:
                  type: Limited
                  limited: {nominalConcurrencyShares: 0, lendablePercent: 0, borrowingLimitPercent: 0, limitResponse: {type: Reject}}
                ---
                apiVersion: flowcontrol.apiserver.k8s.io/v1
                kind: FlowSchema
                metadata: {name: NAME}
                spec:
                  matchingPrecedence: 500
                  priorityLevelConfiguration: {name: NAME}
                  rules:
                    - subjects: [{kind: ServiceAccount, serviceAccount: {name: agent, namespace: NAME}}]
                      resourceRules: [{verbs: ["*"], apiGroups: [""], resources: [configmaps], namespaces: ["*"]}]
                """.replace("NAME", namespace));
    }

    private Config agent() throws IOException {
        return Config.fromKubeconfig(Files.readString(cluster.kubeconfigFor(namespace, "agent")));
    }

    private List<Executor.Done> run(Manifest... manifests) {
        List<Operation> operations = IntStream.range(0, manifests.length)
                .<Operation>mapToObj(i -> new Operation.Create(manifests[i]))
                .toList();
        return executor.run(
                new PlanStep(0, Stage.GROUND, operations),
                new Claim(ApplicationId.parse("test/" + namespace + "/app"), "uid"),
                new Treatment(ImmutablePolicy.REPORT, List.of(), List.of()));
    }

    private Manifest object(String kind, String name) {
        return object(namespace, kind, name);
    }

    private static Manifest object(String namespace, String kind, String name) {
        return new Manifest(
                new ObjectRef("v1", kind, Optional.of(namespace), name),
                Map.of("apiVersion", "v1", "kind", kind, "metadata", Map.of("name", name, "namespace", namespace)),
                new Origin("app.yaml", 1));
    }
}

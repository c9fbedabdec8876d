package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.plan.Live;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanStep;
import dev.millrace.sync.plan.Stage;
import dev.millrace.sync.plan.object.Confirmation;
import dev.millrace.sync.prune.Fate;
import dev.millrace.sync.prune.Pruner;
import dev.millrace.sync.prune.Removals;
import dev.millrace.sync.render.helm.ClusterVersions;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API group whose backend is unavailable, in a cluster that is otherwise healthy. */
@WithParts(PartKind.CLUSTER)
class KindUnavailableIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String APISERVICE = "v1.gauges.example.com";
    private static final String GAUGE = "apiVersion: gauges.example.com/v1\nkind: Gauge\nmetadata: {name: gauge}\n";

    private final Access access = new Access("unavailable");

    @BeforeEach
    void registerABackendThatNobodyIs() {
        access.kubectl("create", "service", "clusterip", "nobody", "--tcp=443");
        Testbed.shared().cluster().apply("default", """
                apiVersion: apiregistration.k8s.io/v1
                kind: APIService
                metadata: {name: v1.gauges.example.com}
                spec:
                  group: gauges.example.com
                  version: v1
                  groupPriorityMinimum: 100
                  versionPriority: 100
                  insecureSkipTLSVerify: true
                  service: {name: nobody, namespace: %s}
                """.formatted(access.namespace));
        await().atMost(SOON)
                .until(() -> access.kubectl("get", "apiservice", APISERVICE, "-o", "jsonpath={.status.conditions}")
                        .contains("MissingEndpoints"));
    }

    @AfterEach
    void unregisterIt() {
        access.kubectl("delete", "apiservice", APISERVICE);
        access.close();
    }

    private static Manifests read(String yaml) {
        return ManifestReader.read("app.yaml", yaml);
    }

    @Test
    void anObjectOfTheGroupFailsAloneAndIsTriedAgain() {
        Placement placement = new Placement(access.kinds);
        List<Manifest> placed = placement
                .place(read(GAUGE + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"), access.namespace)
                .objects();
        assertThat(access.executor.facts(placed, access.claim("app")).values()).containsOnly(new Live.Absent());

        List<Executor.Done> done = access.executor.run(
                new PlanStep(
                        0,
                        Stage.WORK,
                        placed.stream().<Operation>map(Operation.Create::new).toList()),
                access.claim("app"),
                Access.PLAIN);

        assertThat(done.getFirst().answer()).isInstanceOfSatisfying(ApplyAnswer.Rejected.class, rejected -> {
            assertThat(rejected.kind()).isEqualTo(FailureKind.INFRASTRUCTURE);
            assertThat(rejected.reason())
                    .contains("the API group gauges.example.com/v1 doesn't answer", APISERVICE, "MissingEndpoints");
        });
        Access.stored(done.getLast().answer());
    }

    @Test
    void nothingIsPrunedWhileItIsUnknownWhetherAnObjectOfTheGroupHasANamespace() {
        Placement placement = new Placement(access.kinds);

        Manifests guessed = placement.place(read(GAUGE), access.namespace);
        Manifests written =
                placement.place(read(GAUGE.replace("name: gauge", "name: gauge, namespace: x")), access.namespace);

        assertThat(guessed.unreadable()).singleElement().satisfies(unreadable -> assertThat(unreadable.toString())
                .contains("app.yaml:1", "it can't be determined whether", APISERVICE));
        assertThat(written.unreadable()).isEmpty();
    }

    @Test
    void chartsSeeTheKindsOfAllOtherGroups() {
        ObjectNode message = JsonNodeFactory.instance.objectNode();

        new ClusterVersions(access.client, Clock.systemUTC()).addTo(message);

        assertThat(message.path("apis"))
                .extracting(node -> node.asText())
                .contains("v1/ConfigMap", "apps/v1/Deployment", "gauges.example.com/v1")
                .doesNotContain("gauges.example.com/v1/Gauge");
    }

    @Test
    void aNamespaceThatMayHoldObjectsOfTheGroupStaysAndTheReasonNamesIt() {
        String name = access.namespace + "-gone";
        Manifest namespace = access.manifest("apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n".formatted(name));
        String uid = Access.uid(access.run(new Operation.Create(namespace), "app"));
        Access.stored(access.run(new Operation.Create(access.configMap("a", "1")), "app"));
        ObjectRef map = access.configMap("a", "1").ref();
        Pruner pruner = new Pruner(access.cluster, access.client);

        List<Pruner.Pruned> pruned =
                prune(pruner, new Operation.Prune(namespace.ref(), uid), new Operation.Prune(map, ""));

        assertThat(pruned.getFirst().fate()).isInstanceOfSatisfying(Fate.Stays.class, stays -> assertThat(stays.why())
                .contains("Namespace " + name + " is not deleted", "gauges.example.com/v1 doesn't answer", APISERVICE));
        assertThat(pruned.getLast().fate()).isEqualTo(new Fate.Gone());
        assertThat(access.cluster.read(namespace.ref())).isPresent();
    }

    @Test
    void anObjectOfTheGroupThatIsNoLongerDesiredStaysUntilItAnswers() {
        ObjectRef gauge = new ObjectRef("gauges.example.com/v1", "Gauge", Optional.of(access.namespace), "gauge");
        Pruner pruner = new Pruner(access.cluster, access.client);

        List<Pruner.Pruned> pruned = prune(pruner, new Operation.Prune(gauge, "uid"));

        assertThat(pruned.getFirst().fate()).isInstanceOfSatisfying(Fate.Stays.class, stays -> assertThat(stays.why())
                .contains(APISERVICE));
    }

    private List<Pruner.Pruned> prune(Pruner pruner, Operation.Prune... prunes) {
        Confirmation none = new Confirmation(new CommitId("a".repeat(40)), Optional.empty());
        List<Operation.Prune> all = List.of(prunes);
        return pruner.prune(all, Removals.of(access.claim("app"), all, none), false);
    }
}

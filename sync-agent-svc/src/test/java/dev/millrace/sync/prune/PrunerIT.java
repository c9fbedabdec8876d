package dev.millrace.sync.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.apply.ClusterObjects;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.lead.Unlimited;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.object.Confirmation;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects that contain others, and objects that were recreated. */
@WithParts(PartKind.CLUSTER)
class PrunerIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final CommitId REVISION = new CommitId("a".repeat(40));
    private static final String ADVICE =
            "; to confirm, annotate the Application with millrace.dev/confirm-prune: " + REVISION;
    private static final String OF_ANOTHER = "another";

    private final Cluster cluster = Testbed.shared().cluster();
    private final String namespace = cluster.createNamespace("prune");
    private final String group = namespace + ".example";
    private final String uid = UUID.randomUUID().toString();
    private final Claim claim = new Claim(ApplicationId.parse("test/" + namespace + "/app"), uid);
    private final ObjectRef definition =
            new ObjectRef("apiextensions.k8s.io/v1", "CustomResourceDefinition", Optional.empty(), "opers." + group);
    private final KubernetesClient client;
    private final Pruner pruner;

    PrunerIT() throws IOException {
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(cluster.kubeconfig())))
                .build();
        Clock clock = Clock.systemUTC();
        pruner = new Pruner(
                new ClusterObjects(client, new Kinds(client, clock), new Unlimited(), new Pace(64, clock)), client);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void aDefinitionStaysWhileItHasObjectsThatOthersMade() {
        define();
        cluster.apply(namespace, oper("theirs", OF_ANOTHER));
        cluster.apply(namespace, oper("nobodys", ""));

        Fate unconfirmed = prune(unconfirmed(), definition);
        Fate confirmed = prune(confirmed(), definition);

        assertThat(unconfirmed)
                .isEqualTo(new Fate.Withheld("CustomResourceDefinition opers." + group
                        + " is not deleted: it holds Oper " + namespace
                        + "/nobodys, which this Application did not apply or still declares" + ADVICE));
        assertThat(confirmed).isNotInstanceOf(Fate.Withheld.class);
        await().atMost(SOON).until(() -> prune(unconfirmed(), definition) instanceof Fate.Gone);
    }

    @Test
    void aDefinitionGoesWhoseObjectsGoAnyway() {
        define();
        cluster.apply(namespace, oper("ours", uid));

        Fate declared = prune(unconfirmed(), definition);
        Fate going = prune(unconfirmed(), definition, oper("ours"));

        assertThat(declared).isInstanceOfSatisfying(Fate.Withheld.class, withheld -> assertThat(withheld.why())
                .contains("/ours"));
        assertThat(going).isNotInstanceOf(Fate.Withheld.class);
        await().atMost(SOON).until(() -> prune(unconfirmed(), definition) instanceof Fate.Gone);
    }

    @Test
    void allObjectsOfADefinitionAreComparedHoweverManyThereAre() {
        define();
        List<ObjectRef> refs = new ArrayList<>(List.of(definition));
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            many.append(oper("ours-" + i, uid)).append("---\n");
            refs.add(oper("ours-" + i));
        }
        cluster.apply(namespace, many + oper("theirs", OF_ANOTHER));

        Fate fate = prune(unconfirmed(), refs.toArray(ObjectRef[]::new));

        assertThat(fate).isInstanceOfSatisfying(Fate.Withheld.class, withheld -> assertThat(withheld.why())
                .contains("/theirs"));
    }

    @Test
    void aNamespaceStaysWhileItHoldsWhatIsNotToGo() {
        String other = namespace + "-more";
        ObjectRef more = new ObjectRef("v1", "Namespace", Optional.empty(), other);
        ObjectRef ours = new ObjectRef("v1", "ConfigMap", Optional.of(other), "ours");
        cluster.apply(namespace, """
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s, annotations: {millrace.dev/application-uid: %s}}
                """.formatted(other, uid));
        cluster.apply(other, configMap("ours", uid));

        Fate declared = prune(unconfirmed(), more);
        cluster.apply(other, configMap("root-cert", ""));
        Fate external = prune(unconfirmed(), more, ours);
        Fate confirmed = prune(confirmed(), more, ours);

        assertThat(declared)
                .isEqualTo(new Fate.Withheld("Namespace " + other
                        + " is not deleted: it holds ConfigMap ours, which this Application did not apply or still declares"
                        + ADVICE));
        assertThat(external).isInstanceOfSatisfying(Fate.Withheld.class, withheld -> assertThat(withheld.why())
                .contains("ConfigMap root-cert"));
        assertThat(confirmed).isNotInstanceOf(Fate.Withheld.class);
        await().atMost(SOON).until(() -> prune(unconfirmed(), more) instanceof Fate.Gone);
    }

    @Test
    void whatSomebodyRecreatedWithOurAnnotationsGoes() {
        cluster.apply(namespace, configMap("again", uid));
        ObjectRef again = new ObjectRef("v1", "ConfigMap", Optional.of(namespace), "again");

        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> prune(unconfirmed(), again), new Fate.Gone()::equals);

        assertThat(cluster.kubectl("get", "configmap", "again", "-n", namespace, "--ignore-not-found", "-o", "name"))
                .isBlank();
    }

    @Test
    void whatSomebodyRecreatedWithoutOurAnnotationsStays() {
        cluster.apply(namespace, configMap("theirs", ""));
        ObjectRef theirs = new ObjectRef("v1", "ConfigMap", Optional.of(namespace), "theirs");

        Fate fate = prune(unconfirmed(), theirs);

        assertThat(fate)
                .isEqualTo(new Fate.Left("ConfigMap " + namespace
                        + "/theirs stays: it does not carry the annotations of this Application"));
        assertThat(cluster.kubectl("get", "configmap", "theirs", "-n", namespace, "-o", "name"))
                .contains("theirs");
    }

    private void define() {
        cluster.apply(namespace, """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: opers.%s, annotations: {millrace.dev/application-uid: %s}}
                spec:
                  group: %s
                  scope: Namespaced
                  names: {plural: opers, singular: oper, kind: Oper, listKind: OperList}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.formatted(group, uid, group));
        cluster.awaitDefinition("opers." + group);
    }

    private ObjectRef oper(String name) {
        return new ObjectRef(group + "/v1", "Oper", Optional.of(namespace), name);
    }

    private String oper(String name, String owner) {
        return "apiVersion: %s/v1\nkind: Oper\nmetadata: {name: %s, annotations: {millrace.dev/application-uid: '%s'}}\n"
                .formatted(group, name, owner);
    }

    private static String configMap(String name, String owner) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s, annotations: {millrace.dev/application-uid: '%s'}}\n"
                .formatted(name, owner);
    }

    private static Confirmation unconfirmed() {
        return new Confirmation(REVISION, Optional.empty());
    }

    private static Confirmation confirmed() {
        return new Confirmation(REVISION, Optional.of(REVISION.value()));
    }

    /** Deletes all of these and returns the result for the first, which the record has with another uid. */
    private Fate prune(Confirmation confirmation, ObjectRef... refs) {
        List<Operation.Prune> all = Arrays.stream(refs)
                .map(ref -> new Operation.Prune(ref, "uid-before"))
                .toList();
        return pruner.prune(all.subList(0, 1), Removals.of(claim, all, confirmation), true)
                .getFirst()
                .fate();
    }
}

package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanStep;
import dev.millrace.sync.plan.Stage;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several Applications that declare the same objects, on the real API server. */
@WithParts(PartKind.CLUSTER)
class ClaimsIT {
    private static final int ROUNDS = 25;

    private final Access access = new Access("claims");

    @AfterEach
    void close() {
        access.close();
    }

    /** One built-in object with a namespace, one without, and one custom resource. */
    private Manifest object(int round, String sort, int application) {
        String labels = "labels: {by: app-" + application + "}";
        return access.manifest(
                switch (sort) {
                    case "ConfigMap" ->
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a-%d, %s}}".formatted(round, labels);
                    case "Deployment" -> """
                            apiVersion: apps/v1
                            kind: Deployment
                            metadata: {name: a-%d, %s}
                            spec:
                              replicas: 0
                              selector: {matchLabels: {a: b}}
                              template: {metadata: {labels: {a: b}}, spec: {containers: [{name: main, image: x}]}}
                            """.formatted(round, labels);
                    case "ClusterRole" ->
                        "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: %s-%d, %s}}"
                                .formatted(access.namespace, round, labels);
                    default ->
                        "{apiVersion: claims.example.com/v1, kind: Thing, metadata: {name: a-%d, %s}}"
                                .formatted(round, labels);
                });
    }

    private static void defineThing() {
        Testbed.shared().cluster().apply("default", """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: things.claims.example.com}
                spec:
                  group: claims.example.com
                  scope: Namespaced
                  names: {plural: things, singular: thing, kind: Thing}
                  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
                """);
        Testbed.shared().cluster().awaitDefinition("things.claims.example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "2, false, ConfigMap",
        "4, false, ConfigMap",
        "2, true, ConfigMap",
        "4, true, ConfigMap",
        "4, true, Deployment",
        "4, true, ClusterRole",
        "4, true, Thing"
    })
    void ofApplicationsThatCreateAnObjectAtTheSameMomentOneHasIt(int applications, boolean agentEach, String sort)
            throws Exception {
        if (sort.equals("Thing")) {
            defineThing();
        }
        for (int round = 0; round < ROUNDS; round++) {
            int now = round;
            List<ApplyAnswer> answers = atOnce(
                    applications, agentEach, application -> new Operation.Create(object(now, sort, application)));

            assertOneHasIt(answers, object(round, sort, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, false", "4, false", "2, true", "4, true"})
    void ofApplicationsThatAdoptAnObjectAtTheSameMomentOneHasIt(int applications, boolean agentEach) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            int now = round;
            access.client
                    .genericKubernetesResources("v1", "ConfigMap")
                    .inNamespace(access.namespace)
                    .resource(access.client
                            .getKubernetesSerialization()
                            .convertValue(
                                    access.configMap("a-" + round, "before").content(),
                                    GenericKubernetesResource.class))
                    .create();

            List<ApplyAnswer> answers = atOnce(
                    applications, agentEach, application -> new Operation.Adopt(object(now, "ConfigMap", application)));

            assertOneHasIt(answers, object(round, "ConfigMap", 0));
        }
    }

    @Test
    void ofApplicationsThatHealAMissingObjectOneHasIt() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            int now = round;
            List<ApplyAnswer> answers = atOnce(
                    2,
                    false,
                    application -> new Operation.Apply(object(now, "ConfigMap", application), "uid-that-is-gone"));

            assertOneHasIt(answers, object(round, "ConfigMap", 0));
        }
    }

    @Test
    void whatAnotherApplicationCreatedInPlaceOfADeletedObjectIsNotTakenBack() {
        String before = Access.uid(access.run(new Operation.Create(access.configMap("a", "one")), "one"));
        access.kubectl("delete", "configmap", "a");
        String after = Access.uid(access.executor()
                .run(step(new Operation.Create(access.configMap("a", "two"))), access.claim("two"), Access.PLAIN)
                .getFirst()
                .answer());

        ApplyAnswer answer = access.run(new Operation.Apply(access.configMap("a", "three"), before), "one");

        assertThat(answer).isEqualTo(belongsTo("two"));
        assertThat(access.kubectl("get", "configmap", "a", "-o", "jsonpath={.metadata.uid} {.data.value}"))
                .isEqualTo(after + " two");
    }

    @Test
    void aKnownObjectThatIsGoneIsCreatedAgain() {
        String before = Access.uid(access.run(new Operation.Create(access.configMap("a", "1")), "one"));
        access.kubectl("delete", "configmap", "a");

        String after = Access.uid(access.run(new Operation.Apply(access.configMap("a", "1"), before), "one"));

        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void whatAnotherApplicationHasIsNotDeletedToBeReplaced() {
        access.run(new Operation.Create(access.configMap("a", "one")), "one");

        ApplyAnswer answer = access.replace(new Operation.Apply(access.configMap("a", "two"), ""), "two");

        assertThat(answer).isEqualTo(belongsTo("one"));
    }

    @Test
    void whatAnotherApplicationAdoptedIsNotAppliedByTheOneThatHadIt() {
        String uid = Access.uid(access.run(new Operation.Create(access.configMap("a", "one")), "one"));
        access.kubectl("annotate", "configmap", "a", "millrace.dev/application-uid-", "millrace.dev/application-");
        Access.stored(access.run(new Operation.Adopt(access.configMap("a", "two")), "two"));

        ApplyAnswer answer = access.run(new Operation.Apply(access.configMap("a", "three"), uid), "one");

        assertThat(answer).isEqualTo(belongsTo("two"));
    }

    @Test
    void creatingAnObjectAndApplyingAKnownOneAreOneRequestEach() {
        access.run(new Operation.Create(access.configMap("first", "1")), "one");
        access.requests.clear();

        String uid = Access.uid(access.run(new Operation.Create(access.configMap("a", "1")), "one"));
        Access.stored(access.run(new Operation.Apply(access.configMap("a", "2"), uid), "one"));

        String patch = "PATCH /api/v1/namespaces/" + access.namespace + "/configmaps/a";
        assertThat(access.requests).containsExactly(patch, patch);
    }

    @Test
    void aVersionOrUidThatAManifestStatesIsNoCondition() {
        Manifest exported = access.manifest(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, uid: x, resourceVersion: '7'}, data: {a: b}}");

        String uid = Access.uid(access.run(new Operation.Create(exported), "one"));

        assertThat(Access.uid(access.run(new Operation.Apply(exported, uid), "one")))
                .isEqualTo(uid);
    }

    private ApplyAnswer belongsTo(String application) {
        return new ApplyAnswer.Rejected(
                FailureKind.REJECTED,
                "it belongs to the application " + access.claim(application).application());
    }

    private static PlanStep step(Operation operation) {
        return new PlanStep(0, Stage.GROUND, List.of(operation));
    }

    /** Returns the answers to applications that begin at the same moment. */
    private List<ApplyAnswer> atOnce(int applications, boolean agentEach, Function<Integer, Operation> operation)
            throws Exception {
        CyclicBarrier together = new CyclicBarrier(applications);
        List<Future<ApplyAnswer>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < applications; i++) {
                Operation mine = operation.apply(i);
                Claim claim = access.claim("app-" + i);
                Executor agent = agentEach ? access.executor() : access.executor;
                running.add(threads.submit(() -> {
                    together.await();
                    return agent.run(step(mine), claim, Access.PLAIN).getFirst().answer();
                }));
            }
        }
        List<ApplyAnswer> answers = new ArrayList<>();
        for (Future<ApplyAnswer> one : running) {
            answers.add(one.get());
        }
        return answers;
    }

    private void assertOneHasIt(List<ApplyAnswer> answers, Manifest object) {
        List<Integer> winners = IntStream.range(0, answers.size())
                .filter(i -> answers.get(i) instanceof ApplyAnswer.Stored)
                .boxed()
                .toList();
        assertThat(winners).as("of %s", answers).hasSize(1);
        String winner = "app-" + winners.getFirst();
        assertThat(answers)
                .filteredOn(answer -> !(answer instanceof ApplyAnswer.Stored))
                .containsOnly(belongsTo(winner));
        assertThat(access.cluster.read(object.ref())).hasValueSatisfying(live -> {
            assertThat(live.getMetadata().getLabels()).containsEntry("by", winner);
            assertThat(access.claim(winner).isOn(live)).isTrue();
        });
    }
}

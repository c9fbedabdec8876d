package dev.millrace.acceptance.drift;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.process.JvmState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many drifts while the detector is killed and its connections end, and none while the agent does its work. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class DriftStormIT {
    private static final int DRIFTS = 10 * Integer.getInteger("millrace.rounds", 10);
    private static final int ROLLOUTS = 10;
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static DriftStage stage;

    @BeforeAll
    static void openStage() {
        stage = new DriftStage();
    }

    @AfterAll
    static void closeStage() {
        stage.close();
    }

    @Test
    void everyDriftIsPublishedOnceAndResolvedAlthoughTheDetectorIsKilledAndDisconnected() {
        String namespace = open("drift-storm", objects());
        LiveObjects live = new LiveObjects(stage.api(), namespace);
        Journal journal = Journal.begin(stage.tap(), DriftStage.key(namespace));

        inTheStorm(i -> write(live, i, "changed-" + i));
        await().atMost(TIMEOUT).until(() -> idsByObject(journal, "Modified").size() == DRIFTS);
        Map<String, List<String>> modified = idsByObject(journal, "Modified");
        inTheStorm(i -> write(live, i, "as-applied"));
        await().atMost(TIMEOUT).until(() -> resolved(journal).size() == DRIFTS);

        modified.forEach((object, ids) -> assertEquals(1, ids.size(), () -> object + " was published as " + ids));
        assertEquals(modified, idsByObject(journal, "Modified"));
        assertEquals(
                new TreeSet<>(modified.values().stream().flatMap(List::stream).toList()),
                resolved(journal),
                "the resolved drifts");
    }

    /** Ends the detector after a third of the writes, and all connections of the API server after two thirds. */
    private static void inTheStorm(Consumer<Integer> write) {
        for (int i = 0; i < DRIFTS; i++) {
            if (i == DRIFTS / 3) {
                stage.detector().kill();
                stage.detector().launch();
            }
            if (i == 2 * DRIFTS / 3) {
                stage.cluster().killApiServer();
                stage.cluster().startApiServer();
            }
            write.accept(i);
        }
        stage.detector().awaitReady();
    }

    private static void write(LiveObjects live, int i, String value) {
        ObjectNode data = DriftCase.object(Map.of("data", Map.of("a", value)));
        live.patch(configMap(i, value), "", LiveObjects.MERGE, data, "somebody");
    }

    private static List<ObjectNode> objects() {
        return IntStream.range(0, DRIFTS)
                .mapToObj(i -> configMap(i, "as-applied"))
                .toList();
    }

    private static ObjectNode configMap(int i, String value) {
        return DriftCase.object(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", "storm-" + i),
                "data",
                Map.of("a", value)));
    }

    private static Map<String, List<String>> idsByObject(Journal journal, String change) {
        Map<String, TreeSet<String>> ids = ofStorm(journal, change)
                .collect(Collectors.groupingBy(
                        event -> event.at("/object/name"),
                        TreeMap::new,
                        Collectors.mapping(PublishedEvent::id, Collectors.toCollection(TreeSet::new))));
        Map<String, List<String>> lists = new TreeMap<>();
        ids.forEach((object, all) -> lists.put(object, List.copyOf(all)));
        return lists;
    }

    /** The events of the control object, by which the storm was opened, may be read late. */
    private static Stream<PublishedEvent> ofStorm(Journal journal, String change) {
        return journal.events().stream()
                .filter(event -> event.at("/change").equals(change) && !Controls.isControl(event));
    }

    private static Set<String> resolved(Journal journal) {
        return ofStorm(journal, "Resolved")
                .map(event -> event.at("/resolves"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void rolloutsRestartsResyncsAndAnAutoscalerAreNoDrift() {
        String namespace = open("drift-quiet", workload(0));
        LiveObjects live = new LiveObjects(stage.api(), namespace);
        Journal journal = Journal.begin(stage.tap(), DriftStage.key(namespace));
        ObjectNode web = workload(0).getFirst();
        stage.reapply(namespace, CaseRun.APPLICATION, "1s");

        for (int round = 1; round <= ROLLOUTS; round++) {
            push(namespace, workload(round));
            String image = "example.com/web:" + round;
            await().atMost(TIMEOUT).until(() -> live.get(web).toString().contains(image));
            disturb(round, live, web);
        }
        stage.agent().awaitReady();
        stage.detector().awaitReady();
        stage.reapply(namespace, CaseRun.APPLICATION, "1h");
        controls(namespace, workload(ROLLOUTS)).passByAll(journal);

        assertEquals(List.of(), Steps.noise(journal));
    }

    private static void disturb(int round, LiveObjects live, ObjectNode web) {
        switch (round) {
            case 3, 7 -> {
                stage.detector().kill();
                stage.detector().launch();
            }
            case 5 -> {
                stage.agent().kill();
                stage.agent().start();
            }
            default -> // as the autoscaler of this Deployment does
                live.patch(
                        web,
                        "scale",
                        LiveObjects.MERGE,
                        DriftCase.object(Map.of("spec", Map.of("replicas", 1 + round % 3))),
                        "kube-controller-manager");
        }
    }

    /** A Deployment with an autoscaler, and an object of another kind; all of them change in each round. */
    private static List<ObjectNode> workload(int round) {
        String deployment = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: quiet}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: quiet}}
                  template:
                    metadata: {labels: {app: quiet}}
                    spec: {containers: [{name: web, image: "example.com/web:%d"}]}
                """.formatted(round);
        String autoscaler = """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: quiet, labels: {round: "%d"}}
                spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: quiet}, minReplicas: 1, maxReplicas: 5}
                """.formatted(round);
        return List.of(
                (ObjectNode) DriftCase.documents(deployment).getFirst(),
                (ObjectNode) DriftCase.documents(autoscaler).getFirst(),
                DriftCase.object(Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "ConfigMap",
                        "metadata",
                        Map.of("name", "quiet"),
                        "data",
                        Map.of("round", "" + round))));
    }

    private static String open(String prefix, List<ObjectNode> objects) {
        String namespace = prefix + "-" + JvmState.next("drift-case");
        stage.openNamespace(namespace);
        push(namespace, objects);
        stage.create(namespace, CaseRun.APPLICATION, "drift/" + namespace, false, Optional.empty());
        LiveObjects live = new LiveObjects(stage.api(), namespace);
        Controls controls = controls(namespace, objects);
        controls.objects().forEach(object -> await().atMost(TIMEOUT)
                .until(() -> live.find(object).isPresent()));
        controls.passByAll(Journal.begin(stage.tap(), DriftStage.key(namespace)));
        return namespace;
    }

    private static Controls controls(String namespace, List<ObjectNode> objects) {
        DriftCase drift = new DriftCase("storm", namespace, DriftCase.object(Map.of()), List.of(), objects);
        return Controls.of(drift, new LiveObjects(stage.api(), namespace));
    }

    /** Pushes the objects and a control object of each kind. */
    private static void push(String namespace, List<ObjectNode> objects) {
        List<ObjectNode> all = new ArrayList<>(objects);
        all.addAll(controls(namespace, objects).objects());
        stage.push("drift/" + namespace, Map.of(CaseRun.APPLICATION + "/objects.yaml", DriftCase.text(all)));
    }
}

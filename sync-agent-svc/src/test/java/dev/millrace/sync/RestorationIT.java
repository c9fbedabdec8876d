package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.state.Triggers;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** What others changed by hand is again as the commit states it, also where a merge alone can't undo it. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestorationIT {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: one}
            spec:
              replicas: 0
              strategy: {type: Recreate}
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  initContainers: [{name: first, image: "example.com/first:1"}, {name: second, image: "example.com/second:1"}]
                  volumes: [{name: tmp, emptyDir: {}}, {name: conf, configMap: {name: conf}}]
                  containers:
                  - name: web
                    image: example.com/web:1
                    env: [{name: A, value: "1"}, {name: B, value: "2"}]
                    ports: [{name: http, containerPort: 8080}]
                    livenessProbe: {httpGet: {path: /, port: 8080}}
            """;
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: one}
            spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}
            """;
    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: one}
            data: {a: "1", b: "2"}
            """;
    private static final String IMMUTABLE = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: fixed}
            immutable: true
            data: {a: "1"}
            """;
    private static final String POD = "/spec/template/spec/";

    private final Alone alone;
    private final Deployed app = new Deployed("restoration", null);
    private final Subject subject;
    private final AgentLife life;

    RestorationIT(@TempDir Path mirrors) {
        alone = new Alone(mirrors);
        subject = alone.healing(Alone.subject(app));
        life = alone.life();
    }

    /** Each change has an object of its own: one that is restored three times within minutes would be contested. */
    @BeforeAll
    void applied() {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < CHANGES.size(); i++) {
            String manifest =
                    switch ((String) CHANGES.get(i).get()[1]) {
                        case "deployment" -> DEPLOYMENT;
                        case "service" -> SERVICE;
                        default -> CONFIG;
                    };
            files.put(i + ".yaml", manifest.replace("{name: one}", "{name: one-" + i + "}"));
        }
        files.put("fixed.yaml", IMMUTABLE);
        app.push(files);
        life.reconcile(subject, Triggers.source(Instant.now(), Trigger.START));
    }

    @AfterAll
    void close() {
        life.close();
        alone.close();
    }

    private static String replacing(String path, String value) {
        return "[{\"op\":\"replace\",\"path\":\"" + path + "\",\"value\":" + value + "}]";
    }

    static final List<Arguments> CHANGES = List.of(
            arguments(
                    "a variable turned into a reference",
                    "deployment",
                    replacing(
                            POD + "containers/0/env/0",
                            "{\"name\":\"A\",\"valueFrom\":{\"fieldRef\":{\"fieldPath\":\"metadata.uid\"}}}"),
                    POD + "containers/0/env/0",
                    "{\"name\":\"A\",\"value\":\"1\"}"),
            arguments(
                    "the number of a container's port",
                    "deployment",
                    replacing(POD + "containers/0/ports/0/containerPort", "8081"),
                    POD + "containers/0/ports",
                    "[{\"name\":\"http\",\"containerPort\":8080,\"protocol\":\"TCP\"}]"),
            arguments(
                    "the number of a service's port",
                    "service",
                    replacing("/spec/ports/0/port", "81"),
                    "/spec/ports/0/port",
                    "80"),
            arguments(
                    "the source of a volume",
                    "deployment",
                    replacing(POD + "volumes/0", "{\"name\":\"tmp\",\"hostPath\":{\"path\":\"/\"}}"),
                    POD + "volumes/0",
                    "{\"name\":\"tmp\",\"emptyDir\":{}}"),
            arguments(
                    "the source of a volume that had fields",
                    "deployment",
                    replacing(POD + "volumes/1", "{\"name\":\"conf\",\"secret\":{\"secretName\":\"other\"}}"),
                    POD + "volumes/1/configMap/name",
                    "\"conf\""),
            arguments(
                    "a container removed and another one added",
                    "deployment",
                    replacing(POD + "containers", "[{\"name\":\"evil\",\"image\":\"example.com/evil:1\"}]"),
                    POD + "containers/0/name",
                    "\"web\""),
            arguments(
                    "the kind of a probe",
                    "deployment",
                    replacing(POD + "containers/0/livenessProbe", "{\"tcpSocket\":{\"port\":8080}}"),
                    POD + "containers/0/livenessProbe/httpGet/path",
                    "\"/\""),
            arguments(
                    "a strategy with parameters that ours can't have",
                    "deployment",
                    replacing("/spec/strategy", "{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"maxSurge\":2}}"),
                    "/spec/strategy",
                    "{\"type\":\"Recreate\"}"),
            arguments(
                    "a key moved to the binary data",
                    "configmap",
                    "[{\"op\":\"remove\",\"path\":\"/data/a\"},"
                            + "{\"op\":\"add\",\"path\":\"/binaryData\",\"value\":{\"a\":\"OQ==\"}}]",
                    "/data",
                    "{\"a\":\"1\",\"b\":\"2\"}"),
            arguments(
                    "all keys moved to the binary data",
                    "configmap",
                    "[{\"op\":\"remove\",\"path\":\"/data\"},"
                            + "{\"op\":\"add\",\"path\":\"/binaryData\",\"value\":{\"a\":\"OQ==\"}}]",
                    "/data",
                    "{\"a\":\"1\",\"b\":\"2\"}"),
            arguments(
                    "a key removed",
                    "configmap",
                    "[{\"op\":\"remove\",\"path\":\"/data/b\"}]",
                    "/data",
                    "{\"a\":\"1\",\"b\":\"2\"}"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void isUndone(String change, String kind, String patch, String pointer, String restored) {
        String name =
                "one-" + CHANGES.stream().map(one -> one.get()[0]).toList().indexOf(change);
        app.kubectl("patch", kind, name, "-n", app.namespace, "--type=json", "-p", patch);

        ReconcileResult result = life.reconcile(subject, drift(ref(kind, name)));

        assertThat(result.ended())
                .extracting(ended -> ended.outcome().outcome())
                .as("nothing is refused")
                .doesNotContain(SyncCompleted.Outcome.Failed);
        assertThat(app.object(kind, name).at(pointer).toString()).isEqualTo(restored);
        assertThat(app.object(kind, name).at("/spec").toString()
                        + app.object(kind, name).at("/binaryData"))
                .as("nothing of the intruder is left")
                .doesNotContain("evil", "OQ==", "hostPath", "secretName", "tcpSocket", "8081", "fieldRef", "maxSurge");
        assertThat(result.drift()).isEmpty();
    }

    private ObjectRef ref(String kind, String name) {
        return switch (kind) {
            case "deployment" -> new ObjectRef("apps/v1", "Deployment", Optional.of(app.namespace), name);
            case "service" -> new ObjectRef("v1", "Service", Optional.of(app.namespace), name);
            default -> new ObjectRef("v1", "ConfigMap", Optional.of(app.namespace), name);
        };
    }

    private Triggers drift(ObjectRef ref) {
        return Triggers.drifted(ref.identity(), EventId.of("drift.detected", subject.uid(), ref.identity()));
    }

    @Test
    void whatNoEventReportedIsUndoneAfterAnElection() {
        int last = CHANGES.size() - 1;
        app.kubectl("patch", "configmap", "one-" + last, "-n", app.namespace, "-p", "{\"data\":{\"a\":\"9\"}}");

        life.elected().reconcile(subject, Triggers.source(Instant.now(), Trigger.START));

        assertThat(app.object("configmap", "one-" + last).at("/data/a").asText())
                .isEqualTo("1");
    }

    @Test
    void anImmutableObjectRecreatedByOthersIsReplaced() {
        app.kubectl("delete", "configmap", "fixed", "-n", app.namespace);
        app.kubectl("create", "configmap", "fixed", "-n", app.namespace, "--from-literal=a=9");
        app.kubectl("patch", "configmap", "fixed", "-n", app.namespace, "-p", "{\"immutable\":true}");

        ReconcileResult result = life.reconcile(subject, drift(ref("configmap", "fixed")));

        assertThat(result.drift()).isEmpty();
        assertThat(app.object("configmap", "fixed").at("/data/a").asText()).isEqualTo("1");
    }
}

package dev.millrace.sync.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sync.manifest.yaml.Scalars;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Values that YAML doesn't read as text, where Kubernetes takes only text. */
class TextFieldsTest {
    private static final String ONLY_TEXT = ", and Kubernetes takes only text there; write it in quotes";
    private static final String GOOD = "\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: good}}\n";

    static final List<Arguments> REFUSED = List.of(
            row("v1/ConfigMap", "metadata: {name: a, labels: {version: 1.10}}", "metadata.labels.version is a number"),
            row("v1/ConfigMap", "metadata: {name: a, labels: {c: 553640e6}}", "metadata.labels.c is a number"),
            row("v1/ConfigMap", "metadata: {name: a, annotations: {s: on}}", "metadata.annotations.s is a boolean"),
            row("v1/ConfigMap", "metadata: {name: a, annotations: {s: 0012}}", "metadata.annotations.s is a number"),
            row("v1/ConfigMap", "metadata: {name: a, labels: {a.b/c: 0x1F}}", "metadata.labels[a.b/c] is a number"),
            row("v1/ConfigMap", "metadata: {name: a, labels: {n: 1_000}}", "metadata.labels.n is a number"),
            row("v1/ConfigMap", "metadata: {name: a, labels: {n: 0b11}}", "metadata.labels.n is a number"),
            row("v1/ConfigMap", "metadata: {name: a, labels: {n: +1}}", "metadata.labels.n is a number"),
            row("v1/ConfigMap", "metadata: {name: a, labels: {n: .5}}", "metadata.labels.n is a number"),
            row("v1/ConfigMap", "metadata: {name: a, labels: {n: No}}", "metadata.labels.n is a boolean"),
            row("v1/ConfigMap", "metadata: {name: a, labels: {n: !!int \"12\"}}", "metadata.labels.n is a number"),
            row("v1/ConfigMap", "metadata: {name: 1234}", "metadata.name is a number"),
            row("v1/ConfigMap", "metadata: {name: a, namespace: 553640e6}", "metadata.namespace is a number"),
            row("v1/ConfigMap", "metadata: {name: a}\ndata: {port: 8080}", "data.port is a number"),
            row("v1/ConfigMap", "metadata: {name: a}\ndata: {on: true}", "data.on is a boolean"),
            row("v1/ConfigMap", "metadata: {name: a}\ndata: &d {port: 8080}\nother: *d", "data.port is a number"),
            row("v1/ConfigMap", "x: &d {port: 8080}\nmetadata: {name: a}\ndata: {<<: *d}", "data.port is a number"),
            row("v1/Secret", "metadata: {name: a}\nstringData: {pin: 0012}", "stringData.pin is a number"),
            row("v1/Secret", "metadata: {name: a}\ndata: {pin: 1234}", "data.pin is a number"),
            row("v1/Service", "metadata: {name: a}\nspec: {selector: {v: 1.10}}", "spec.selector.v is a number"),
            row(
                    "apps/v1/Deployment",
                    "metadata: {name: a}\nspec: {template: {metadata: {labels: {v: 1.10}}}}",
                    "spec.template.metadata.labels.v is a number"),
            row(
                    "apps/v1/Deployment",
                    "metadata: {name: a}\nspec: {selector: {matchLabels: {v: 2}}}",
                    "spec.selector.matchLabels.v is a number"),
            row(
                    "apps/v1/Deployment",
                    "metadata: {name: a}\nspec: {template: {spec: {nodeSelector: {gpu: true}}}}",
                    "spec.template.spec.nodeSelector.gpu is a boolean"),
            row(
                    "apps/v1/Deployment",
                    "metadata: {name: a}\nspec: {template: {spec: {containers: [{env: [{name: P, value: 80}]}]}}}",
                    "spec.template.spec.containers[0].env[0].value is a number"),
            row(
                    "v1/Pod",
                    "metadata: {name: a}\nspec: {containers: [{args: [--port, 8080]}]}",
                    "spec.containers[0].args[1] is a number"),
            row(
                    "v1/Pod",
                    "metadata: {name: a}\nspec: {tolerations: [{key: a, value: true}]}",
                    "spec.tolerations[0].value is a boolean"),
            row(
                    "batch/v1/CronJob",
                    "metadata: {name: a}\nspec: {jobTemplate: {spec: {template: {metadata: {annotations: {a: off}}}}}}",
                    "spec.jobTemplate.spec.template.metadata.annotations.a is a boolean"),
            row(
                    "apps/v1/StatefulSet",
                    "metadata: {name: a}\nspec: {volumeClaimTemplates: [{metadata: {name: d, labels: {v: 1.10}}}]}",
                    "spec.volumeClaimTemplates[0].metadata.labels.v is a number"),
            row(
                    "networking.k8s.io/v1/NetworkPolicy",
                    "metadata: {name: a}\nspec: {ingress: [{from: [{podSelector: {matchLabels: {a: 1}}}]}]}",
                    "spec.ingress[0].from[0].podSelector.matchLabels.a is a number"),
            row(
                    "storage.k8s.io/v1/StorageClass",
                    "metadata: {name: a}\nparameters: {iops: 3000}",
                    "parameters.iops is a number"),
            row(
                    "argoproj.io/v1alpha1/Rollout",
                    "metadata: {name: a}\nspec: {template: {metadata: {labels: {v: 1.10}}}}",
                    "spec.template.metadata.labels.v is a number"),
            row(
                    "monitoring.coreos.com/v1/ServiceMonitor",
                    "metadata: {name: a}\nspec: {selector: {matchLabels: {v: 2}}}",
                    "spec.selector.matchLabels.v is a number"),
            row("x.example/v1/Thing", "metadata: {name: a, labels: {v: 1.10}}", "metadata.labels.v is a number"),
            row(
                    "apiextensions.k8s.io/v1/CustomResourceDefinition",
                    "metadata: {name: a, annotations: {v: 0.16}}",
                    "metadata.annotations.v is a number"));

    @ParameterizedTest
    @FieldSource("REFUSED")
    void aValueThatIsNoTextIsRefusedAloneAndNamed(String kind, String rest, String expected) {
        Manifests read = ManifestReader.read("a.yaml", object(kind, rest) + GOOD);

        assertThat(read.objects()).extracting(m -> m.ref().name()).containsExactly("good");
        assertThat(read.unreadable()).singleElement().satisfies(one -> assertThat(one.reason())
                .endsWith(": " + expected + ONLY_TEXT));
    }

    static final List<Arguments> TAKEN = List.of(
            row("v1/ConfigMap", "metadata: {name: a, labels: {v: \"1.10\", w: '0012', x: !!str 1.10}}", "1.10"),
            row("v1/ConfigMap", "metadata: {name: a, labels: {v: 1.10.0, w: 1e3x, x: 08}}", "1.10.0"),
            row("v1/ConfigMap", "metadata: {name: a, labels: {v: 2024-06-27, w: 12:30:45}}", "2024-06-27"),
            row("v1/ConfigMap", "metadata: {name: a, labels: {v: .inf, w: .nan, x: y}}", ".inf"),
            row("v1/ConfigMap", "metadata: {name: a, labels: , annotations: ~}\ndata:", "a"),
            row("v1/ConfigMap", "metadata: {name: a}\ndata: {8080: x, on: x, 0012: x}", "{8080=x, on=x, 0012=x}"),
            row("v1/ConfigMap", "metadata: {name: a}\ndata:\n  n: |\n    1.10\n", "1.10"),
            row("v1/Pod", "metadata: {name: a}\nspec: {containers: [{env: [{name: A, value: }]}]}", "A"),
            row("v1/Pod", "metadata: {name: a}\nspec: {containers: [{ports: [{containerPort: 80}]}]}", "80"),
            row("v1/Pod", "metadata: {name: a}\nspec: {containers: [{resources: {limits: {cpu: 1}}}]}", "1"),
            row("apps/v1/Deployment", "metadata: {name: a}\nspec: {replicas: 2, paused: off}", "false"),
            row("v1/Service", "metadata: {name: a}\nspec: {ports: [{port: 80, targetPort: 8080}]}", "8080"),
            row("v1/ResourceQuota", "metadata: {name: a}\nspec: {hard: {pods: 10}}", "10"),
            row(
                    "resource.k8s.io/v1/ResourceSlice",
                    "metadata: {name: a}\nspec: {nodeSelector: {nodeSelectorTerms: [{matchFields: []}]}}",
                    "nodeSelectorTerms"),
            row(
                    "apiextensions.k8s.io/v1/CustomResourceDefinition",
                    "metadata: {name: a}\nspec: {properties: {matchLabels: {nullable: true}, nodeSelector: {nullable: true},"
                            + " metadata: {labels: {nullable: true}}}}",
                    "nullable"),
            row(
                    "helm.toolkit.fluxcd.io/v2/HelmRelease",
                    "metadata: {name: a}\nspec: {values: {nodeSelector: {a: true}, template: {metadata: {labels: {a: 1}}}}}",
                    "nodeSelector"),
            row("x.example/v1/Thing", "metadata: {name: a}\nspec: {data: {a: 1}, labels: {a: 1}, args: [1]}", "args"),
            row("x.example/v1/Thing", "metadata: {name: a}\nspec: {env: [{name: a, value: 1}]}", "value"),
            row("x.example/v1/Thing", "metadata: {name: a}\ndata: {a: 1}", "a=1"));

    @ParameterizedTest
    @FieldSource("TAKEN")
    void textAndWhatIsNoTextElsewhereIsTaken(String kind, String rest, String expected) {
        Manifests read = ManifestReader.read("a.yaml", object(kind, rest));

        assertThat(read.unreadable()).isEmpty();
        assertThat(read.objects().getFirst().content().toString()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"a: ~", "a:", "a: null", "\"a\": NULL"})
    void nothingIsNoTextEither(String entry) {
        String text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  labels:\n    " + entry + "\n";

        assertThat(ManifestReader.read("c.yaml", text).unreadable())
                .extracting(Unreadable::toString)
                .containsExactly(
                        "c.yaml:6: ConfigMap c: metadata.labels.a has no value, and Kubernetes takes only text there; write"
                                + " \"\" if it is to be empty");
    }

    @Test
    void theLineIsThatOfTheKeyHoweverItIsWritten() {
        String text = """
                # block
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  template:
                    metadata:
                      labels:
                        app: web
                        version: 1.10
                        "on": yes
                ---
                {
                  "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c",
                    "labels": {
                      "version": 1.10}}}
                ---
                apiVersion: v1
                kind: Pod
                x-common: &common
                  team: 7
                metadata:
                  name: p
                  labels:
                    <<: *common
                """;

        assertThat(ManifestReader.read("a.yaml", text).unreadable())
                .extracting(Unreadable::toString)
                .containsExactly(
                        "a.yaml:10: Deployment web: spec.template.metadata.labels.version is a number" + ONLY_TEXT
                                + "; the same goes for spec.template.metadata.labels.on",
                        "a.yaml:16: ConfigMap c: metadata.labels.version is a number" + ONLY_TEXT,
                        "a.yaml:21: Pod p: metadata.labels.team is a number" + ONLY_TEXT);
    }

    @Test
    void manyAreNotAllListed() {
        String text =
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1}}";

        assertThat(ManifestReader.read("c.yaml", text).unreadable().getFirst().reason())
                .endsWith("; the same goes for data.b, data.c, data.d, data.e, data.f and others");
    }

    @Test
    void noReasonHoldsAValueNorAKeyThatCouldBreakALine() {
        String text = "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {\"a\\nb\": 4711, pin: 4711}}";

        assertThat(ManifestReader.read("s.yaml", text).unreadable())
                .singleElement()
                .satisfies(
                        one -> assertThat(one.toString()).doesNotContain("4711").doesNotContain("\n"));
    }

    @Test
    void whatIsRenderedNamesTheObjectAndTheKey() {
        byte[] rendered = object("v1/ConfigMap", "metadata: {name: a}\ndata: {port: 8080}")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(ManifestReader.readRendered("overlays/staging", rendered, Scalars.AS_WRITTEN)
                        .unreadable())
                .extracting(Unreadable::toString)
                .containsExactly("overlays/staging: ConfigMap a: data.port is a number" + ONLY_TEXT);
    }

    @Test
    void anObjectThatAPatchMadeSoIsRefusedToo() {
        Map<String, Object> content = Map.of(
                "apiVersion", "v1", "kind", "Service", "metadata", Map.of("name", "a", "labels", Map.of("v", 1.1)));

        assertThat(ManifestReader.object(content, new Origin("a.yaml", 3)).unreadable())
                .extracting(Unreadable::toString)
                .containsExactly("a.yaml:3: Service a: metadata.labels.v is a number" + ONLY_TEXT);
    }

    @Test
    void aMappingThatIsNoneIsNotPassedOver() {
        for (String field : List.of("labels", "annotations")) {
            String text = "{apiVersion: v1, kind: Service, metadata: {name: a, " + field + ": [x]}}";

            assertThat(ManifestReader.read("a.yaml", text).unreadable())
                    .extracting(Unreadable::reason)
                    .containsExactly("Service a: metadata." + field + " is no mapping");
        }
    }

    private static Arguments row(String kind, String rest, String expected) {
        return Arguments.of(kind, rest, expected);
    }

    private static String object(String kind, String rest) {
        int slash = kind.lastIndexOf('/');
        return "apiVersion: " + kind.substring(0, slash) + "\nkind: " + kind.substring(slash + 1) + "\n" + rest + "\n";
    }
}

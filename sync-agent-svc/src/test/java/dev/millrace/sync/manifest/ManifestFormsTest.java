package dev.millrace.sync.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.guard.UnusableFile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms that an object takes on its way, and content that is not what it seems. */
class ManifestFormsTest {
    private static final String POINTER = "version https://git-lfs.github.com/spec/v1\n";

    @ParameterizedTest
    @ValueSource(strings = {"", "YQ==", "YWI=", "YWJj", "YWJj\\nZGVm", "YWJj\\r\\nZGVm\\n", "+/+/"})
    void aSecretHoldsBase64(String value) {
        assertThat(secret(value).unreadable()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"YQ", "YQ=", "YQ===", "Y Q==", "YQ==YQ==", "-_-_", "=", "Y", "YWJj YWJj", "YWJj\\tZGVm"})
    void textInAnotherFormIsRefused(String value) {
        assertThat(secret(value).unreadable())
                .extracting(Unreadable::reason)
                .containsExactly("data.p is not base64; under stringData it may stand as it is");
    }

    private static Manifests secret(String value) {
        return ManifestReader.read(
                "s.yaml", "{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {p: \"" + value + "\"}}");
    }

    @Test
    void stringDataReplacesDataOfTheSameKeyAndIsStoredInItsForm() {
        Manifest secret = only("""
                apiVersion: v1
                kind: Secret
                metadata: {name: s}
                data: {a: b2xk, b: b2xk}
                stringData: {a: new, c: "\u00e4\\n", d: ""}
                """);

        assertThat(secret.content().get("data")).isEqualTo(Map.of("a", "bmV3", "b", "b2xk", "c", "w6QK", "d", ""));
    }

    @Test
    void onlySecretsOfTheCoreGroupAreChanged() {
        Manifest other = only(
                "{apiVersion: x.example/v1, kind: Secret, metadata: {name: s}, stringData: {a: b}, data: {c: '?'}}");

        assertThat(other.content())
                .containsEntry("stringData", Map.of("a", "b"))
                .containsEntry("data", Map.of("c", "?"));
    }

    @Test
    void whatOnlyTheClusterSetsIsDropped() {
        Manifest manifest = only("""
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                  uid: u
                  resourceVersion: "7"
                  generation: 3
                  creationTimestamp: null
                  selfLink: /a
                  managedFields: [{manager: m}]
                  labels: {app: web}
                spec: {replicas: 1}
                status: {replicas: 1}
                """);

        assertThat(manifest.content())
                .isEqualTo(Map.of(
                        "apiVersion",
                        "apps/v1",
                        "kind",
                        "Deployment",
                        "metadata",
                        Map.of("name", "web", "labels", Map.of("app", "web")),
                        "spec",
                        Map.of("replicas", 1L)));
    }

    @Test
    void anObjectInANamespaceIsEqualToOneThatWasWrittenThere() {
        Manifest bare = only("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");
        Manifest written = only("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}");

        assertThat(bare.inNamespace("shop")).isEqualTo(written);
        assertThat(bare.inNamespace("shop").hash()).isEqualTo(written.hash());
        assertThat(bare.inNamespace("other").inNamespace("shop")).isEqualTo(written);
        assertThat(bare.inNamespace("other").ref().namespace()).contains("other");
        assertThat(written.clusterScoped()).isEqualTo(bare);
        assertThat(bare.clusterScoped()).isSameAs(bare);
        assertThat(bare.content()).doesNotContain(Map.entry("metadata", Map.of("name", "a", "namespace", "shop")));
    }

    @Test
    void annotationsAreAddedToThoseThatAreThere() {
        Manifest manifest =
                only("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: {a: '1', b: '2'}}}");

        Manifest more = manifest.annotated(Map.of("b", "3", "c", "4"));

        assertThat(more.annotations()).isEqualTo(Map.of("a", "1", "b", "3", "c", "4"));
        assertThat(manifest.annotations()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(more.hash()).isNotEqualTo(manifest.hash());
    }

    static final List<Arguments> IMAGES = List.of(
            row("no container", "{a: {image: x}}", List.of()),
            row("containers", "{containers: [{image: a}, {image: b}, {image: a}]}", List.of("a", "b")),
            row("at any depth", "{a: [{b: {initContainers: [{image: a}]}}]}", List.of("a")),
            row("a container without an image", "{containers: [{name: a}, text]}", List.of()),
            row("an image that is no text", "{containers: [{image: 1}]}", List.of()),
            row("containers that are no list", "{containers: {image: a, containers: [{image: b}]}}", List.of("b")));

    @ParameterizedTest(name = "{0}")
    @FieldSource("IMAGES")
    void theImagesAreThoseOfContainers(String situation, String spec, List<String> expected) {
        assertThat(only("{apiVersion: x.example/v1, kind: Thing, metadata: {name: a}, spec: " + spec + "}")
                        .images())
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // situation            | group | kind    | namespace | name    | left out
                "itself                 | batch | Job     | shop      | migrate | true",
                "of no namespace        | batch | Job     | ''        | migrate | false",
                "of another namespace   | batch | Job     | other     | migrate | false",
                "of another group       | x.example | Job | shop      | migrate | false",
                "of another kind        | batch | CronJob | shop      | migrate | false",
                "of another name        | batch | Job     | shop      | other   | false",
            })
    void aHookLeavesOutTheObjectOfItsOwnNamespace(
            String situation, String group, String kind, String namespace, String name, boolean leftOut) {
        Manifests read = ManifestReader.read(
                        "a.yaml",
                        "{apiVersion: batch/v1, kind: Job,"
                                + " metadata: {name: migrate, namespace: shop, annotations: {helm.sh/hook: test}}}")
                .withoutHooks();
        Optional<String> there = Optional.of(namespace).filter(text -> !text.isEmpty());

        assertThat(read.leavesOut(new ObjectRef(group + "/v2", kind, there, name)))
                .as(situation)
                .isEqualTo(leftOut);
    }

    static final List<Arguments> POINTERS = List.of(
            row("a pointer", POINTER + "oid sha256:1\n", true),
            row("a pointer of the first versions", POINTER.replace("git-lfs", "hawser"), true),
            row("a pointer in Base64", encoded(POINTER + "oid sha256:1\n"), true),
            row("a pointer of exactly 1024 characters", POINTER + "x".repeat(1024 - POINTER.length()), true),
            row("a longer text that begins so", POINTER + "x".repeat(1025 - POINTER.length()), false),
            row("a text that holds one", "a\n" + POINTER, false),
            row("encrypted by SOPS", "a: ENC[AES256_GCM,data:x]", true),
            row("encrypted by SOPS, in Base64", encoded("ENC[AES256_GCM,data:x]"), true),
            row("a text about SOPS", "ENC[...]", false),
            row("nothing", "", false));

    @ParameterizedTest(name = "{0}")
    @FieldSource("POINTERS")
    void aFileWithoutItsContentIsRecognised(String situation, String text, boolean unusable) {
        assertThat(UnusableFile.reason(text.getBytes(StandardCharsets.UTF_8)).isPresent())
                .isEqualTo(unusable);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Manifest only(String text) {
        Manifests read = ManifestReader.read("a.yaml", text);
        assertThat(read.unreadable()).isEmpty();
        return read.objects().getFirst();
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }
}

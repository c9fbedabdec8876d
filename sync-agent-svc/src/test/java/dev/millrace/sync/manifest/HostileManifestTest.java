package dev.millrace.sync.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests that do harm, on purpose or not. Each is refused with a reason, and the document after it is read. */
class HostileManifestTest {
    private static final String INNOCENT = "\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: innocent}}\n";
    private static final String HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: hostile}\n";

    private static String reasonFor(String document) {
        Manifests read = ManifestReader.read("hostile.yaml", document + INNOCENT);

        assertThat(read.objects()).extracting(m -> m.ref().name()).containsExactly("innocent");
        assertThat(read.unreadable()).hasSize(1);
        return read.unreadable().getFirst().reason();
    }

    @Test
    void aliasesThatUnfoldToBillions() {
        String bomb = IntStream.range(1, 10)
                .mapToObj(i -> "x%d: &x%d [%s]\n"
                        .formatted(
                                i,
                                i,
                                IntStream.range(0, 10)
                                        .mapToObj(n -> "*x" + (i - 1))
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining());

        assertThat(reasonFor(HEAD + "x0: &x0 lol\n" + bomb))
                .isEqualTo("ConfigMap hostile: its aliases unfold to more than 600000 values");
    }

    @Test
    void aliasesThatHoldThemselves() {
        assertThat(reasonFor(HEAD + "data: &a {self: *a}")).contains("nested deeper than 100 levels");
        assertThat(reasonFor(HEAD + "data: &a [*a]")).contains("nested deeper than 100 levels");
    }

    @Test
    void nestingThatExhaustsTheStack() {
        assertThat(reasonFor(HEAD + "data: " + "[".repeat(100_000) + "]".repeat(100_000)))
                .isEqualTo("nested deeper than 100 levels");
        assertThat(reasonFor(HEAD + "data: " + "{a: ".repeat(50_000) + "}".repeat(50_000)))
                .isEqualTo("nested deeper than 100 levels");
    }

    @Test
    void listsWithinListsAreTakenApartAndNoDeeperThanReasonable() {
        String nested = "{apiVersion: v1, kind: List, items: [".repeat(3)
                + "{apiVersion: v1, kind: ConfigMap, metadata: {name: deep}}" + "]}".repeat(3);

        assertThat(ManifestReader.read("list.yaml", nested).objects())
                .extracting(m -> m.ref().name())
                .containsExactly("deep");
        assertThat(reasonFor("{apiVersion: v1, kind: List, items: [".repeat(60) + "]}".repeat(60)))
                .isEqualTo("nested deeper than 100 levels");
    }

    @Test
    void moreValuesThanAnyObjectHas() {
        assertThat(reasonFor(HEAD + "data: [" + "1,".repeat(400_000) + "1]"))
                .isEqualTo("more than 300000 values in one document");
    }

    @Test
    void aDocumentLargerThanTheApiServerWouldTake() {
        assertThat(reasonFor(HEAD + "data: {a: '" + "x".repeat(4 << 20) + "'}"))
                .isEqualTo("larger than 3 MiB, which no API server takes");
    }

    @Test
    void manyObjectsInOneListAreReadAtOnce() {
        String items = "{\"apiVersion\":\"v1\",\"kind\":\"A\",\"metadata\":{\"name\":\"a\"}},".repeat(20_000);

        Manifests read = ManifestReader.read(
                "list.json",
                "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + items.substring(0, items.length() - 1) + "]}");

        assertThat(read.objects()).hasSize(20_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\\nb\"",
                "\"../../namespaces/kube-system/secrets/x\"",
                "\"a/b\"",
                "\"..\"",
                "\"a%2fb\"",
                "\"a b\"",
                "\"\\e[31m\""
            })
    void namesThatAreNone(String name) {
        assertThat(reasonFor("{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}}"))
                .isEqualTo("ConfigMap whose metadata.name can be no name");
    }

    @Test
    void otherWordsThatBecomePartsOfAddresses() {
        assertThat(reasonFor("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: \"b/../c\"}}"))
                .isEqualTo("ConfigMap a whose metadata.namespace can be no namespace");
        assertThat(reasonFor("{apiVersion: \"v1/../..\", kind: ConfigMap, metadata: {name: a}}"))
                .isEqualTo("no Kubernetes object: its apiVersion is none");
        assertThat(reasonFor("{apiVersion: v1, kind: \"Config\\nMap\", metadata: {name: a}}"))
                .isEqualTo("no Kubernetes object: its kind is no name of a kind");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*hunter2",
                "!hunter2 x",
                "!!hunter2 x",
                "!hunter2!x y",
                "\"hunter2",
                "'hunter2",
                "[hunter2",
                "!!int hunter2",
                "!!float hunter2",
                "!!bool hunter2x"
            })
    void noReasonHoldsAValue(String value) {
        String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  password: " + value + "\n";

        Manifests read = ManifestReader.read("s.yaml", secret + "---\n");

        assertThat(read.unreadable().toString()).doesNotContain("hunter2");
    }

    @Test
    void tagsThatWouldMakeSomethingElse() {
        assertThat(reasonFor(HEAD + "data: !!javax.script.ScriptEngineManager [x]"))
                .isEqualTo("ConfigMap hostile: a tag that no Kubernetes object has");
        assertThat(reasonFor(HEAD + "data: !!binary aGk=")).contains("a tag that no Kubernetes object has");
    }

    @Test
    void mergesThatHoldThemselvesOrMultiply() {
        String multiplied = IntStream.range(1, 15)
                .mapToObj(i -> "x%d: &x%d {<<: [*x%d, *x%d, *x%d], k%d: 1}\n".formatted(i, i, i - 1, i - 1, i - 1, i))
                .collect(Collectors.joining());

        Manifests read = ManifestReader.read("m.yaml", HEAD + "x0: &x0 {k0: 1}\n" + multiplied + INNOCENT);

        assertThat(read.objects()).extracting(m -> m.ref().name()).contains("innocent");
        assertThat(ManifestReader.read("m.yaml", HEAD + "data: &a {<<: *a, b: c}" + INNOCENT)
                        .objects())
                .extracting(m -> m.ref().name())
                .contains("innocent");
    }

    @Test
    void aKindWhoseNameEndsInListIsAnObjectIfItHasAName() {
        String text = "{apiVersion: x.io/v1, kind: AllowList, metadata: {name: a}, items: [{ip: 10.0.0.1}]}";

        assertThat(ManifestReader.read("a.yaml", text).objects()).hasSize(1);
    }

    @Test
    void itemsOfAListHaveLinesOfTheirOwn() {
        String text = """
                apiVersion: v1
                kind: List
                items:
                  - apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: a}
                  - apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: b}
                """;

        assertThat(ManifestReader.read("list.yaml", text).objects())
                .extracting(m -> m.origin().toString())
                .isEqualTo(List.of("list.yaml:4", "list.yaml:7"));
    }

    @Test
    void newlinesInAnnotationsStayValues() {
        String text = "{apiVersion: v1, kind: A, metadata: {name: a, annotations: {note: \"one\\ntwo\"}}}";

        assertThat(Content.at(
                        ManifestReader.read("a.yaml", text).objects().getFirst().content(),
                        "metadata",
                        "annotations",
                        "note"))
                .isEqualTo("one\ntwo");
    }

    @Test
    void tabsInJsonAreSpace() {
        String json =
                "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"ConfigMap\",\n\t\"metadata\": {\"name\": \"a\"}\n}\n";

        assertThat(ManifestReader.read("a.json", json).objects()).hasSize(1);
    }
}

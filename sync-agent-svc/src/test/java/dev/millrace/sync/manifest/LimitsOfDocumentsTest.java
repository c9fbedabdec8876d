package dev.millrace.sync.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sync.manifest.yaml.Scalars;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Limits exactly at their value and one above it, and the places where a file is split. */
class LimitsOfDocumentsTest {
    private static final String HEAD = "apiVersion: x.example/v1\nkind: Thing\nmetadata: {name: t}\n";

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "99, none", // together with the object itself, a hundred levels
                "100, nested deeper than 100 levels"
            })
    void aDocumentHasAHundredLevels(int levels, @Nullable String reason) {
        verify(HEAD + "spec: " + "[".repeat(levels) + "]".repeat(levels), reason);
        verify(HEAD + "spec: " + "{a: ".repeat(levels) + "}".repeat(levels), reason);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                // the object has eleven nodes besides the items
                "299989, none",
                "299990, more than 300000 values in one document"
            })
    void aDocumentHasThreeHundredThousandValues(int items, @Nullable String reason) {
        verify(HEAD + "spec: [" + "1,".repeat(items) + "]", reason);
    }

    @Test
    void aDocumentHasThreeMebibytes() {
        int rest = (3 << 20) - HEAD.length() - "spec: \n".length();

        verify(HEAD + "spec: " + "x".repeat(rest), null);
        verify(HEAD + "spec: " + "x".repeat(rest + 1), "larger than 3 MiB, which no API server takes");
    }

    @Test
    void theLimitsAreThoseOfEachDocumentAndNotOfTheFile() {
        String large = HEAD + "spec: " + "x".repeat(2 << 20) + "\n";

        assertThat(ManifestReader.read("t.yaml", large + "---\n" + large.replace("name: t", "name: u"))
                        .objects())
                .hasSize(2);
    }

    private static void verify(String text, @Nullable String reason) {
        Manifests read = ManifestReader.read("t.yaml", text);

        assertThat(read.unreadable())
                .extracting(Unreadable::reason)
                .isEqualTo(reason == null ? List.of() : List.of(reason));
        assertThat(read.objects()).hasSize(reason == null ? 1 : 0);
    }

    static final List<Arguments> FILES = List.of(
            row("nothing", "", ""),
            row("only comments and separators", "---\n# a\n---\n\n---\n", ""),
            row("a separator at the start and the end", "---\nA\n---\n", "A:2"),
            row("a separator with a comment", "A\n--- # next\nB", "A:1 B:3"),
            row("content beside a separator", "--- B\n", "B:1"),
            row("a separator of Windows", "A\r\n---\r\nB\r\n", "A:1 B:3"),
            row("four dashes are no separator", "---- A\n", "unreadable"),
            row("an indented separator is text", "C:\n  a: |\n    ---\n    b\n---\nB\n", "C:1 B:9"),
            row("the end of a document", "A\n...\n---\nB\n", "A:1 B:4"),
            row("a byte order mark", "\uFEFFA\n---\nB\n", "A:1 B:3"),
            row("a null document", "A\n---\nnull\n---\n~\n---\nB\n", "A:1 B:7"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("FILES")
    void aFileIsSplitAtItsSeparators(String situation, String text, String expected) {
        String yaml = text.replace("A", object("a"))
                .replace("B", object("b"))
                .replace("C:", "apiVersion: v1\nkind: ConfigMap\n" + "metadata: {name: c}\ndata:");

        Manifests read = ManifestReader.read("t.yaml", yaml);

        String shown = read.unreadable().isEmpty()
                ? read.objects().stream()
                        .map(m -> m.ref().name().toUpperCase(Locale.ROOT) + ":"
                                + m.origin().line())
                        .collect(Collectors.joining(" "))
                : "unreadable";
        assertThat(shown).isEqualTo(expected);
    }

    private static String object(String name) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}}";
    }

    static final List<Arguments> NAMES = List.of(
            row("v1", "ConfigMap", "a".repeat(253), "", "taken"),
            row("v1", "ConfigMap", "a".repeat(254), "", "ConfigMap whose metadata.name can be no name"),
            row("v1", "ConfigMap", "system:a.B_c~", "", "taken"),
            row("v1", "ConfigMap", ".", "", "ConfigMap whose metadata.name can be no name"),
            row("v1", "ConfigMap", "...", "", "taken"),
            row("v1", "ConfigMap", "a", "b".repeat(63), "taken"),
            row("v1", "ConfigMap", "a", "b".repeat(64), "ConfigMap a whose metadata.namespace can be no namespace"),
            row("v1", "ConfigMap", "a", "-b", "ConfigMap a whose metadata.namespace can be no namespace"),
            row("v1", "ConfigMap", "a", "B", "ConfigMap a whose metadata.namespace can be no namespace"),
            row("v1", "ConfigMap", "a", "b.c", "ConfigMap a whose metadata.namespace can be no namespace"),
            row("v1", "ConfigMap", "a", " ", "taken"),
            row("v1", "K".repeat(63), "a", "", "taken"),
            row("v1", "K".repeat(64), "a", "", "no Kubernetes object: its kind is no name of a kind"),
            row("v1", "1K", "a", "", "no Kubernetes object: its kind is no name of a kind"),
            row("v1", " ", "a", "", "no Kubernetes object: it has no kind"),
            row("x.example/v1alpha1", "K", "a", "", "taken"),
            row("x.example/v1/v2", "K", "a", "", "no Kubernetes object: its apiVersion is none"),
            row("/v1", "K", "a", "", "no Kubernetes object: its apiVersion is none"),
            row("x.example/", "K", "a", "", "no Kubernetes object: its apiVersion is none"),
            row("X.example/v1", "K", "a", "", "no Kubernetes object: its apiVersion is none"),
            row("x." + "e".repeat(251) + "/v1", "K", "a", "", "taken"),
            row("x." + "e".repeat(252) + "/v1", "K", "a", "", "no Kubernetes object: its apiVersion is none"));

    @ParameterizedTest
    @FieldSource("NAMES")
    void anIdentityIsOneThatTheApiServerCouldTake(
            String apiVersion, String kind, String name, String namespace, String expected) {
        Manifests read = ManifestReader.read(
                "t.yaml",
                "{apiVersion: '%s', kind: '%s', metadata: {name: '%s', namespace: '%s'}}"
                        .formatted(apiVersion, kind, name, namespace));

        assertThat(read.unreadable())
                .extracting(Unreadable::reason)
                .isEqualTo(expected.equals("taken") ? List.of() : List.of(expected));
    }

    @Test
    void bytesThatAreNoTextAreRefusedAsAWhole() {
        byte[] latin = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: ä}}"
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ManifestReader.read("t.yaml", latin, Scalars.AS_WRITTEN))
                .isEqualTo(Manifests.unreadable(new Origin("t.yaml", 0), "not UTF-8"));
    }

    @Test
    void aFileNameInAMessageHasNoCharactersThatCouldForgeALine() {
        String hostile = "a\nb\u001b[31m\u202e\u2028.yaml";

        assertThat(new Origin(hostile, 3)).hasToString("a\\u000ab\\u001b[31m\\u202e\\u2028.yaml:3");
        assertThat(new Origin("ä 日本 \uD83D\uDE00.yaml", 0)).hasToString("ä 日本 \uD83D\uDE00.yaml");
        assertThat(new Origin("a\uD83D.yaml", 1)).hasToString("a\\ud83d.yaml:1");
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }
}

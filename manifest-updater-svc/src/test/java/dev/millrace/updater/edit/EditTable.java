package dev.millrace.updater.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The cases of {@link ManifestEditorTest}. In each text, {@code «old»new»} marks the expected edit: the file has the first value before it,
 * and the second value after it. {@code ¶} is CR LF, {@code ⏎} is LF.
 */
final class EditTable {
    static final String IMAGE = "reg.example/shop/web";
    static final String SHA = "sha256:" + "a".repeat(64);
    private static final String OLD_SHA = "sha256:" + "b".repeat(64);
    private static final String MARK = " # {\"$imagepolicy\": \"web\"}";
    private static final String TAG = " # {\"$imagepolicy\": \"web:tag\"}";

    private EditTable() {}

    private static Arguments at(String what, String path, String tag, String text) {
        return Arguments.of(what, path, tag, text.replace("¶", "\r\n").replace("⏎", "\n"));
    }

    private static Arguments plain(String what, String text) {
        return at(what, "app.yaml", "2.0.1", text);
    }

    private static String ref(String tag) {
        return "«" + IMAGE + ":1.0.0»" + IMAGE + ":" + tag + "»";
    }

    static Stream<Arguments> all() {
        return Stream.of(markers(), styles(), bytes(), values(), comments(), kustomize(), unusual())
                .flatMap(List::stream);
    }

    private static List<Arguments> markers() {
        return List.of(
                plain("a whole reference", "image: " + ref("2.0.1") + MARK + "⏎"),
                plain(
                        "a namespace before the name",
                        "image: " + ref("2.0.1") + " # {\"$imagepolicy\": \"flux-system:web\"}⏎"),
                plain("only the tag", "tag: «1.0.0»2.0.1»" + TAG + "⏎"),
                plain("namespace, name and tag", "tag: «1.0.0»2.0.1» # {\"$imagepolicy\": \"flux-system:web:tag\"}⏎"),
                plain(
                        "only the name",
                        "name: «old.example/shop/web»" + IMAGE + "» # {\"$imagepolicy\": \"web:name\"}⏎"),
                plain("only the digest", "digest: «" + OLD_SHA + "»" + SHA + "» # {\"$imagepolicy\": \"web:digest\"}⏎"),
                plain("no space after the sign", "image: " + ref("2.0.1") + " #{\"$imagepolicy\": \"web\"}⏎"),
                plain("spaces inside the braces", "image: " + ref("2.0.1") + " # { \"$imagepolicy\" : \"web\" }⏎"),
                plain(
                        "words around the marker",
                        "image: " + ref("2.0.1") + " # kept by {\"$imagepolicy\": \"web\"} now⏎"),
                plain("a tab before the comment", "image: " + ref("2.0.1") + "\t# {\"$imagepolicy\": \"web\"}⏎"),
                plain("several in a file", "a: " + ref("2.0.1") + MARK + "⏎b: x⏎c: «1.0.0»2.0.1»" + TAG + "⏎"),
                plain(
                        "another policy's marker stays",
                        "a: " + ref("2.0.1") + MARK + "⏎b: o:1 # {\"$imagepolicy\": \"other\"}⏎"),
                plain("in a list", "images:⏎  - x:1⏎  - " + ref("2.0.1") + MARK + "⏎"),
                plain("on a line of its own above", "# {\"$imagepolicy\": \"web\"}⏎image: " + ref("2.0.1") + "⏎"));
    }

    private static List<Arguments> styles() {
        return List.of(
                plain("double quotes stay", "tag: «\"1.0.0\"»\"2.0.1\"»" + TAG + "⏎"),
                plain("single quotes stay", "tag: «'1.0.0'»'2.0.1'»" + TAG + "⏎"),
                plain("a flow mapping", "c: {name: web, tag: «1.0.0»2.0.1»}" + TAG + "⏎"),
                plain(
                        "a flow mapping with quotes",
                        "c: {\"name\": \"web\", \"tag\": «\"1.0.0\"»\"2.0.1\"»}" + TAG + "⏎"),
                plain("a flow list", "c: [web, " + ref("2.0.1") + "]" + MARK + "⏎"),
                plain("a flow mapping over lines", "c: {⏎  tag: «1.0.0»2.0.1»," + TAG + "⏎  name: web⏎}⏎"),
                plain("an anchor stays", "tag: &t «1.0.0»2.0.1»" + TAG + "⏎other: *t⏎"),
                plain("an alias leads to its anchor", "tag: &t «1.0.0»2.0.1»⏎other: *t" + TAG + "⏎"),
                plain("a type tag stays", "tag: !!str «1.0.0»2.0.1»" + TAG + "⏎"),
                plain("type tag and anchor stay", "tag: !!str &t «1.0.0»2.0.1»" + TAG + "⏎"),
                plain("anchor and quotes stay", "tag: &t «'1.0.0'»'2.0.1'»" + TAG + "⏎"),
                plain("a literal block", "# {\"$imagepolicy\": \"web:tag\"}⏎tag: |⏎  «1.0.0»2.0.1»⏎next: 1⏎"),
                plain("a folded block", "# {\"$imagepolicy\": \"web:tag\"}⏎tag: >-⏎   «1.0.0»2.0.1»⏎⏎next: 1⏎"),
                plain("other blocks stay", "text: |⏎  # not a comment⏎  tag: 1.0.0⏎tag: «1.0.0»2.0.1»" + TAG + "⏎"),
                plain("a multi-line text stays", "a: one⏎  two # three⏎tag: «1.0.0»2.0.1»" + TAG + "⏎"),
                plain("deep nesting", "a:⏎  b:⏎    - c:⏎        - d: «1.0.0»2.0.1»" + TAG + "⏎"),
                plain("a compact list of mappings", "- name: web⏎  image: " + ref("2.0.1") + MARK + "⏎- name: x⏎"),
                plain("a question mark key", "? image⏎: " + ref("2.0.1") + MARK + "⏎"),
                plain("JSON", "{\"tag\": «\"1.0.0\"»\"2.0.1\"»} # {\"$imagepolicy\": \"web:tag\"}"));
    }

    private static List<Arguments> bytes() {
        return List.of(
                plain("CR LF", "a: 1¶image: " + ref("2.0.1") + MARK + "¶b: 2¶"),
                plain("CR LF and LF mixed", "a: 1¶image: " + ref("2.0.1") + MARK + "⏎b: 2¶"),
                plain("CR LF with a comment above", "# {\"$imagepolicy\": \"web:tag\"}¶tag: «1.0.0»2.0.1»¶"),
                plain("CR LF in a literal block", "# {\"$imagepolicy\": \"web:tag\"}¶tag: |¶  «1.0.0»2.0.1»¶b: 2¶"),
                plain("a byte order mark", "\uFEFFimage: " + ref("2.0.1") + MARK + "⏎"),
                plain("a byte order mark and CR LF", "\uFEFF# c¶image: " + ref("2.0.1") + MARK + "¶"),
                plain("no final newline", "image: " + ref("2.0.1") + MARK),
                plain("blank lines", "⏎⏎image: " + ref("2.0.1") + MARK + "⏎⏎⏎"),
                plain("trailing spaces", "a: 1   ⏎image:   " + ref("2.0.1") + MARK + "   ⏎b: 2  ⏎"),
                plain("a leading document start", "---⏎image: " + ref("2.0.1") + MARK + "⏎"),
                plain("several documents", "a: 1⏎---⏎tag: «1.0.0»2.0.1»" + TAG + "⏎---⏎# end⏎b: 2⏎...⏎"),
                plain("a comment on the document start", "--- # first⏎tag: «1.0.0»2.0.1»" + TAG + "⏎"),
                plain("a directive", "%YAML 1.2⏎---⏎tag: «1.0.0»2.0.1»" + TAG + "⏎"),
                plain("umlauts before it", "# Größe: ändern⏎name: Mühle⏎tag: «1.0.0»2.0.1»" + TAG + "⏎"),
                plain("umlauts in the comment", "tag: «1.0.0»2.0.1»" + TAG + " für alle ✓⏎"),
                plain(
                        "beyond the basic plane",
                        "a: 🚀🚀 # 𝔐⏎b: \"🦫\"⏎tag: «1.0.0»2.0.1» # 🚀 {\"$imagepolicy\": \"web:tag\"}⏎c: 🚀⏎"),
                plain("a byte order mark and beyond the basic plane", "\uFEFFa: 🚀⏎tag: «1.0.0»2.0.1»" + TAG + "⏎"),
                plain("non-ASCII keys", "übersicht: {größe: 1, tag: «1.0.0»2.0.1»}" + TAG + "⏎"),
                plain("only comments after it", "tag: «1.0.0»2.0.1»" + TAG + "⏎# the end⏎#"),
                plain("odd indentation", "a:⏎       b:⏎         tag:      «1.0.0»2.0.1»" + TAG + "⏎"));
    }

    private static List<Arguments> values() {
        List<Arguments> values = new ArrayList<>();
        for (String tag : List.of(
                "1.10",
                "10",
                "1e3",
                "0362525",
                "0x1F",
                "0o17",
                "1_000",
                "2024-06-27",
                "true",
                "No",
                "on",
                "null",
                "y")) {
            values.add(at("quotes " + tag, "app.yaml", tag, "tag: «1.0.0»\"" + tag + "\"»" + TAG + "⏎"));
        }
        for (String tag :
                List.of("1.2.3", "v1", "main-abc", "1a", "e3", "0xg", "2024-06-27-1", "nope", "4f2a9c1b7d3e", "_1")) {
            values.add(at("does not quote " + tag, "app.yaml", tag, "tag: «1.0.0»" + tag + "»" + TAG + "⏎"));
        }
        values.add(at("keeps quotes for 1.10", "app.yaml", "1.10", "tag: «'1.9'»'1.10'»" + TAG + "⏎"));
        values.add(at("replaces what was a number", "app.yaml", "2.0.1", "tag: «1.9»2.0.1»" + TAG + "⏎"));
        values.add(at("does not quote a reference", "app.yaml", "1.10", "image: " + ref("1.10") + MARK + "⏎"));
        values.add(
                at("only digits of a commit", "app.yaml", "123456789012", "tag: «1.0.0»\"123456789012\"»" + TAG + "⏎"));
        values.add(at("digits and one e", "app.yaml", "12345e678901", "tag: «1.0.0»\"12345e678901\"»" + TAG + "⏎"));
        return values;
    }

    private static List<Arguments> comments() {
        return List.of(
                plain("a comment of one's own", "version: «1.0.0»2.0.1» # STAGING_TAG⏎"),
                plain("a reference by a comment of one's own", "image: " + ref("2.0.1") + " # STAGING_TAG⏎"),
                plain("a digest by a comment of one's own", "d: «" + OLD_SHA + "»" + SHA + "» # STAGING_TAG⏎"),
                plain("above the value", "# STAGING_TAG⏎version: «1.0.0»2.0.1»⏎next: 1.0.0⏎"),
                plain("above the value, indented", "a:⏎  # STAGING_TAG⏎  version: «1.0.0»2.0.1»⏎"),
                plain("words around it", "version: «1.0.0»2.0.1» # is STAGING_TAG, by machine⏎"),
                plain("a longer word is another", "a: 1.0.0 # STAGING_TAG_2⏎b: «1.0.0»2.0.1» # STAGING_TAG⏎"),
                plain("in a text it is none", "a: \"x # STAGING_TAG\"⏎b: «1.0.0»2.0.1» # STAGING_TAG⏎"),
                plain("without a space it is none", "a: x#STAGING_TAG⏎b: «1.0.0»2.0.1» # STAGING_TAG⏎"));
    }

    private static List<Arguments> kustomize() {
        String entry = "images:⏎  - name: " + IMAGE + "⏎";
        return List.of(
                at("an entry by name", "a/kustomization.yaml", "2.0.1", entry + "    newTag: «1.0.0»2.0.1»⏎"),
                at("an entry quoted", "kustomization.yml", "1.10", entry + "    newTag: «\"1.9\"»\"1.10\"»⏎"),
                at("an entry that needs quotes", "Kustomization", "1.10", entry + "    newTag: «1.9»\"1.10\"»⏎"),
                at(
                        "an entry by new name",
                        "a/kustomization.yaml",
                        "2.0.1",
                        "images:⏎- name: web⏎  newTag: «1.0.0»2.0.1»⏎  newName: " + IMAGE + "⏎"),
                at(
                        "an entry's digest",
                        "kustomization.yaml",
                        "2.0.1",
                        entry + "    digest: «" + OLD_SHA + "»" + SHA + "»⏎"),
                at(
                        "tag and digest",
                        "kustomization.yaml",
                        "2.0.1",
                        entry + "    newTag: «1.0.0»2.0.1»⏎    digest: «" + OLD_SHA + "»" + SHA + "»⏎"),
                at(
                        "other entries stay",
                        "kustomization.yaml",
                        "2.0.1",
                        "images:⏎- name: " + IMAGE + "/admin⏎  newTag: 1.0.0⏎- {name: " + IMAGE
                                + ", newTag: «1.0.0»2.0.1»}⏎- name: web⏎  newTag: 1.0.0⏎"),
                plain(
                        "identified by its kind",
                        "kind: Kustomization⏎apiVersion: kustomize.config.k8s.io/v1beta1⏎" + entry
                                + "    newTag: «1.0.0»2.0.1»⏎"),
                at(
                        "a component",
                        "c.yaml",
                        "2.0.1",
                        "apiVersion: kustomize.config.k8s.io/v1alpha1⏎kind: Component⏎" + entry
                                + "    newTag: «1.0.0»2.0.1»⏎"));
    }

    private static List<Arguments> unusual() {
        return List.of(
                at(
                        "a new name that is null",
                        "kustomization.yaml",
                        "2.0.1",
                        "images:⏎  - name: " + IMAGE + "⏎    newName: ~⏎    newTag: «1.0.0»2.0.1»⏎"),
                at(
                        "a marker of another policy on the entry's tag wins",
                        "kustomization.yaml",
                        "2.0.1",
                        "images:⏎  - name: " + IMAGE
                                + "⏎    newTag: 1.0.0 # {\"$imagepolicy\": \"other:tag\"}⏎    digest: «" + OLD_SHA + "»"
                                + SHA + "»⏎"),
                plain(
                        "a value that differs in its tag only",
                        "image: " + ref("2.0.1") + MARK + "⏎image2: " + IMAGE + ":1.0.0⏎"),
                plain("the same key twice", "tag: «1.0.0»2.0.1»" + TAG + "⏎tag: 1.0.0⏎"),
                plain("a merge key", "base: &b {x: 1}⏎c:⏎  <<: *b⏎  tag: «1.0.0»2.0.1»" + TAG + "⏎"),
                plain("a sign in a quoted key", "\"a # b\": «1.0.0»2.0.1»" + TAG + "⏎"));
    }
}

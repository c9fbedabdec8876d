package dev.millrace.updater.edit;

import static dev.millrace.updater.edit.EditTable.IMAGE;
import static dev.millrace.updater.edit.EditTable.SHA;

import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.text.FieldPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The cases of {@link AdditionTest}, in the form of {@link EditTable}: {@code «»new»} marks what is added. Each has the lines of the reported problems.
 */
final class AdditionTable {
    private static final Finder KUSTOMIZE = new Finder.Kustomize();
    private static final Finder VALUES = new Finder.HelmValues(
            Optional.of(FieldPath.parse("image.repository")),
            Optional.of(FieldPath.parse("image.tag")),
            Optional.empty());
    private static final String ITEM = "- name: " + IMAGE + "⏎  newTag: 2.0.1⏎";
    private static final String LIST = "«»images:⏎" + ITEM + "»";

    private AdditionTable() {}

    static Stream<Arguments> all() {
        return Stream.of(noImages(), otherEntries(), flowEntries(), values(), inJson(), refused(), nothingMissing())
                .flatMap(List::stream);
    }

    private static Arguments at(String what, Finder finder, String path, String text, Integer... lines) {
        return Arguments.of(what, finder, path, text.replace("¶", "\r\n").replace("⏎", "\n"), List.of(lines));
    }

    private static Arguments entry(String what, String text, Integer... lines) {
        return at(what, KUSTOMIZE, "a/kustomization.yaml", text, lines);
    }

    private static Arguments value(String what, String text, Integer... lines) {
        return at(what, VALUES, "a/values.yaml", text, lines);
    }

    private static List<Arguments> noImages() {
        String resources = "resources:⏎- a.yaml⏎";
        String indented = "«»images:⏎  - name: " + IMAGE + "⏎    newTag: 2.0.1⏎»";
        return List.of(
                entry("no images", resources + LIST),
                entry("lists that are indented", "resources:⏎  - a.yaml⏎" + indented),
                entry("no list at all", "namePrefix: x-⏎" + LIST),
                entry("a document start", "---⏎" + resources + LIST),
                entry("comments at the end", resources + "# the end⏎" + LIST),
                entry("blank lines at the end", resources + LIST + "⏎⏎"),
                entry("no final newline", "resources: [a.yaml]«»⏎images:⏎- name: " + IMAGE + "⏎  newTag: 2.0.1»"),
                entry("a comment without a final newline", "a: 1⏎# x«»⏎images:⏎- name: " + IMAGE + "⏎  newTag: 2.0.1»"),
                entry("CR LF", "resources:¶- a.yaml¶«»images:¶- name: " + IMAGE + "¶  newTag: 2.0.1¶»"),
                entry("a byte order mark", "\uFEFF" + resources + LIST),
                entry("a text at the end", "patches:⏎- patch: |-⏎    a: 1⏎" + LIST),
                entry("umlauts and emoji", "namePrefix: ü🚀- # 🦫⏎" + LIST),
                at(
                        "a component by its kind",
                        KUSTOMIZE,
                        "c.yaml",
                        "apiVersion: kustomize.config.k8s.io/v1alpha1⏎kind: Component⏎" + LIST),
                entry("an empty key", "images:⏎«»" + ITEM + "»resources: []⏎"),
                entry("an empty key with a comment", "images: # none⏎«»" + ITEM + "»"),
                entry("an empty key at the end", "a: 1⏎images:«»⏎- name: " + IMAGE + "⏎  newTag: 2.0.1»"),
                entry(
                        "an empty key, lists indented",
                        "images:⏎«»  - name: " + IMAGE + "⏎    newTag: 2.0.1⏎»resources:⏎  - a.yaml⏎"),
                entry("an empty list", "images: [«»{name: " + IMAGE + ", newTag: 2.0.1}»]⏎"));
    }

    private static List<Arguments> otherEntries() {
        return List.of(
                entry("another entry", "images:⏎- name: x/y⏎  newTag: 1⏎«»" + ITEM + "»"),
                entry("an entry before another key", "images:⏎- name: x/y⏎  newTag: 1⏎«»" + ITEM + "»resources: [a]⏎"),
                entry(
                        "a quoted tag",
                        "images:⏎- name: x/y⏎  newTag: \"1\"⏎«»- name: \"" + IMAGE + "\"⏎  newTag: \"2.0.1\"⏎»"),
                entry(
                        "single quotes",
                        "images:⏎- name: x/y⏎  newTag: '1'⏎«»- name: '" + IMAGE + "'⏎  newTag: '2.0.1'⏎»"),
                entry(
                        "indented dashes",
                        "images:⏎  - name: x/y⏎    newTag: v1⏎«»  - name: " + IMAGE + "⏎    newTag: 2.0.1⏎»"),
                entry(
                        "wide dashes",
                        "images:⏎-   name: x/y⏎    newTag: v1⏎«»-   name: " + IMAGE + "⏎    newTag: 2.0.1⏎»"),
                entry("a dash alone", "images:⏎-⏎  name: x/y⏎  newTag: v1⏎«»" + ITEM + "»"),
                entry("comments around", "images:⏎# one⏎- name: x/y # two⏎  newTag: v1 # three⏎«»" + ITEM + "»# end⏎"),
                entry("a comment of the last entry", "images:⏎- name: x/y⏎  newTag: v1⏎  # digest: x⏎«»" + ITEM + "»"),
                entry("a last entry with other keys", "images:⏎- newName: x/z⏎  name: x/y⏎«»" + ITEM + "»"),
                entry("no final newline", "images:⏎- name: x/y⏎  newTag: v1«»⏎- name: " + IMAGE + "⏎  newTag: 2.0.1»"),
                entry("CR LF", "images:¶- name: x/y¶  newTag: v1¶«»- name: " + IMAGE + "¶  newTag: 2.0.1¶»a: 1¶"),
                entry("an anchor", "images: &i⏎- name: x/y⏎  newTag: v1⏎", 1),
                entry("a namesake", "images:⏎- name: " + IMAGE + "-admin⏎  newTag: v1⏎«»" + ITEM + "»"),
                entry("an entry without a tag", "images:⏎- name: " + IMAGE + "⏎«»  newTag: 2.0.1⏎»a: 1⏎"),
                entry(
                        "an entry with a new name only",
                        "images:⏎- newName: " + IMAGE + " # x⏎«»  newTag: 2.0.1⏎»  name: web⏎"),
                entry("a flow entry without a tag", "images: [{name: " + IMAGE + "«», newTag: 2.0.1»}]⏎"));
    }

    private static List<Arguments> flowEntries() {
        String flow = "{name: " + IMAGE + ", newTag: 2.0.1}";
        return List.of(
                entry("a flow list", "images: [{name: x/y, newTag: v1}«», " + flow + "»]⏎"),
                entry("flow entries of a list", "images:⏎- {name: x/y, newTag: v1}⏎«»- " + flow + "⏎»"),
                entry("a flow list over lines", "images: [⏎  {name: x/y, newTag: v1}«»,⏎  " + flow + "»⏎]⏎"),
                entry("a comma at the end", "images: [⏎  {name: x/y, newTag: v1}«»,⏎  " + flow + "»,⏎]⏎"),
                entry(
                        "a flow list with quotes",
                        "images: [{\"name\":\"x/y\",\"newTag\":\"v1\"}«»,{\"name\":\"" + IMAGE
                                + "\",\"newTag\":\"2.0.1\"}»]⏎"),
                entry("a flow document", "{namePrefix: x-«», images: [" + flow + "]»}⏎"));
    }

    private static List<Arguments> values() {
        String image = "image:⏎  repository: " + IMAGE + "⏎";
        return List.of(
                value("a tag", image + "«»  tag: 2.0.1⏎»"),
                value("before another key", image + "«»  tag: 2.0.1⏎»  pullPolicy: Always⏎a: 1⏎"),
                value("a comment at the repository", "image:⏎  repository: " + IMAGE + " # x⏎«»  tag: 2.0.1⏎»  # y⏎"),
                value("quotes", "image:⏎    repository: \"" + IMAGE + "\"⏎«»    tag: \"2.0.1\"⏎»"),
                value("no final newline", "image:⏎  repository: " + IMAGE + "«»⏎  tag: 2.0.1»"),
                value("CR LF", "image:¶  repository: " + IMAGE + "¶«»  tag: 2.0.1¶»b: 1¶"),
                value("a flow mapping", "image: {repository: " + IMAGE + "«», tag: 2.0.1», pullPolicy: Always}⏎"),
                value("a registry beside it", "image:⏎  registry: reg.example⏎  repository: shop/web⏎«»  tag: 2.0.1⏎»"),
                value("no repository", "image:⏎  pullPolicy: Always⏎«»  tag: 2.0.1⏎»"),
                value("an empty mapping", "image: {«»tag: 2.0.1»}⏎"),
                value("the second document", "a: 1⏎---⏎" + image + "«»  tag: 2.0.1⏎»"),
                value("a comment that is a tag", image + "«»  tag: 2.0.1⏎»  # tag: 1.0⏎"));
    }

    private static List<Arguments> inJson() {
        return List.of(
                at(
                        "JSON on one line",
                        VALUES,
                        "v.json",
                        "{\"image\":{\"repository\":\"" + IMAGE + "\"«»,\"tag\":\"2.0.1\"»}}"),
                at(
                        "JSON over lines",
                        VALUES,
                        "v.json",
                        "{⏎  \"image\": {⏎    \"repository\": \"" + IMAGE + "\"«»,⏎    \"tag\": \"2.0.1\"»⏎  }⏎}⏎"));
    }

    private static List<Arguments> refused() {
        return List.of(
                entry("a name that stands for another", "images:⏎- name: " + IMAGE + "⏎  newName: x/y⏎  newTag: 1⏎", 2),
                entry("several documents", "a: 1⏎---⏎b: 1⏎", 1),
                entry("an alias", "x: &x []⏎images: *x⏎", 1),
                entry("a mapping", "images: {}⏎", 1),
                entry("a word", "images: none⏎", 1),
                entry("words as entries", "images: [a]⏎", 1),
                entry("a document end", "a: 1⏎...⏎", 1),
                entry("a text that keeps its lines", "a: |+⏎  x⏎⏎⏎", 1),
                entry("a complex key", "images:⏎- ? name⏎  : x/y⏎  newTag: v1⏎«»" + ITEM + "»"),
                value("two documents", "image: {a: 1}⏎---⏎image: {a: 1}⏎", 1),
                value("only a text", "image:⏎  repository: |-⏎    " + IMAGE + "⏎", 2));
    }

    private static List<Arguments> nothingMissing() {
        return List.of(
                entry("an empty file", ""),
                entry("only comments", "# x⏎"),
                value("another image", "image:⏎  repository: x.example/y⏎"),
                value("no mapping", "a: 1⏎"),
                value("an alias of a mapping", "b: &b {repository: " + IMAGE + "}⏎image: *b⏎"),
                value("a merged tag", "b: &b {tag: «1»2.0.1»}⏎image:⏎  <<: *b⏎  repository: " + IMAGE + "⏎"),
                at("a manifest", KUSTOMIZE, "deployment.yaml", "kind: Deployment⏎spec: {}⏎"),
                at("a template", VALUES, "t.yaml", "{{ if .x }}⏎image:⏎{{ end }}⏎"),
                at("values that are no kustomization's", VALUES, "kustomization.yaml", "image: {}⏎"));
    }

    /** The same with the digest. */
    static Stream<Arguments> pinned() {
        return Stream.of(
                entry("an entry", "a: 1⏎«»images:⏎- name: " + IMAGE + "⏎  newTag: 2.0.1⏎  digest: " + SHA + "⏎»"),
                entry("a tag", "images:⏎- name: " + IMAGE + "⏎«»  newTag: 2.0.1⏎  digest: " + SHA + "⏎»"),
                value("a value", "image:⏎  repository: " + IMAGE + "⏎«»  tag: 2.0.1@" + SHA + "⏎»"));
    }
}

package dev.millrace.updater.edit;

import static dev.millrace.updater.edit.EditTable.IMAGE;
import static dev.millrace.updater.edit.EditTable.SHA;

import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.text.FieldPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The cases of {@link FinderTest}, in the form of {@link EditTable}, each with the single finder of its policy. */
final class FinderTable {
    static final String OLD_SHA = "sha256:" + "b".repeat(64);

    private FinderTable() {}

    static Arguments at(String what, Finder finder, String path, String text) {
        return Arguments.of(what, finder, path, text.replace("¶", "\r\n").replace("⏎", "\n"));
    }

    static Stream<Arguments> all() {
        return Stream.of(
                        containers(),
                        otherContainers(),
                        helmValues(),
                        fields(),
                        charts(),
                        TextTable.all(),
                        json(),
                        kustomize(),
                        EvidenceTable.registries(),
                        EvidenceTable.partsOfValues(),
                        EvidenceTable.otherContainers(),
                        EvidenceTable.blocks(),
                        EvidenceTable.textsInTexts(),
                        EvidenceTable.otherFiles(),
                        EvidenceTable.looseYaml())
                .flatMap(List::stream);
    }

    static String ref() {
        return "«" + IMAGE + ":1.0.0»" + IMAGE + ":2.0.1»";
    }

    private static List<Arguments> containers() {
        Finder all = new Finder.Containers();
        String pod = "kind: Deployment⏎spec:⏎  template:⏎    spec:⏎      ";
        return List.of(
                at("a container", all, "a.yaml", pod + "containers:⏎      - name: web⏎        image: " + ref() + "⏎"),
                at("an init container", all, "a.yaml", pod + "initContainers:⏎      - image: " + ref() + "⏎"),
                at("an ephemeral container", all, "a.yaml", pod + "ephemeralContainers:⏎      - image: " + ref() + "⏎"),
                at(
                        "only the containers of the image",
                        all,
                        "a.yaml",
                        pod + "containers:⏎      - image: " + IMAGE + "2:1.0.0⏎      - image: " + ref()
                                + "⏎      - image: web:1.0.0⏎"),
                at("two of them", all, "a.yaml", "containers: [{image: " + ref() + "}, {image: '" + "x:1'}]⏎"),
                at(
                        "a patch",
                        all,
                        "p.yaml",
                        "spec: {template: {spec: {containers: [{name: w, image: " + ref() + "}]}}}⏎"),
                at("no tag yet", all, "a.yaml", "containers:⏎- image: «" + IMAGE + "»" + IMAGE + ":2.0.1»⏎"),
                at(
                        "tag and digest",
                        all,
                        "a.yaml",
                        "containers:⏎- image: «" + IMAGE + ":1@" + OLD_SHA + "»" + IMAGE + ":2.0.1@" + SHA + "»⏎"));
    }

    private static List<Arguments> otherContainers() {
        Finder all = new Finder.Containers();
        return List.of(
                at(
                        "a digest without a tag",
                        all,
                        "a.yaml",
                        "containers:⏎- image: «" + IMAGE + "@" + OLD_SHA + "»" + IMAGE + "@" + SHA + "»⏎"),
                at("quoted", all, "a.yaml", "containers:⏎- image: «\"" + IMAGE + ":1\"»\"" + IMAGE + ":2.0.1\"»  # x⏎"),
                at(
                        "a list of manifests",
                        all,
                        "a.yaml",
                        "kind: List⏎items:⏎- kind: Pod⏎  spec:⏎    containers:⏎    - {image: " + ref() + "}⏎"),
                at(
                        "the second document",
                        all,
                        "a.yaml",
                        "kind: Service⏎---⏎kind: Pod⏎spec:⏎  containers:⏎  - image: " + ref() + "⏎"),
                at(
                        "a CronJob in CR LF",
                        all,
                        "a.yaml",
                        "kind: CronJob¶spec:¶  jobTemplate: {spec: {template: {spec: {containers: [{image: " + ref()
                                + "}]}}}}¶"),
                at(
                        "a JSON patch",
                        all,
                        "p.yaml",
                        "- op: replace⏎  path: /spec/template/spec/containers/0/image⏎  value: " + ref() + "⏎"),
                at("a custom resource", all, "a.yaml", "kind: Rollout⏎spec: {containers: [{image: " + ref() + "}]}⏎"),
                at("a block", all, "a.yaml", "containers:⏎- image: >-⏎    " + ref() + "⏎"),
                at("a value on the next line", all, "a.yaml", "containers:⏎- image:⏎    " + ref() + "⏎"),
                at("an anchor", all, "a.yaml", "x: &i " + ref() + "⏎containers:⏎- image: *i⏎"));
    }

    private static Finder values(String repository, String tag, String digest) {
        return new Finder.HelmValues(path(repository), path(tag), path(digest));
    }

    private static Optional<FieldPath> path(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(FieldPath.parse(text));
    }

    private static List<Arguments> helmValues() {
        Finder triple = values("web.image.repository", "web.image.tag", "web.image.digest");
        String repository = "web:⏎  image:⏎    repository: " + IMAGE + "⏎";
        return List.of(
                at("repository and tag", triple, "values.yaml", repository + "    tag: «1.0.0»2.0.1»⏎"),
                at("a tag alone", triple, "values.yaml", "web: {image: {tag: «1.0.0»2.0.1»}}⏎"),
                at("quoted with care", triple, "values.yaml", repository + "    tag: «'1.0.0'»'2.0.1'»  # keep⏎"),
                at(
                        "tag and digest by path",
                        triple,
                        "values.yaml",
                        repository + "    tag: «1»2.0.1»⏎    digest: «" + OLD_SHA + "»" + SHA + "»⏎"),
                at(
                        "the registry apart",
                        triple,
                        "values.yaml",
                        "web:⏎  image:⏎    registry: reg.example⏎    repository: shop/web⏎    tag: «1»2.0.1»⏎"),
                at(
                        "a tag with its digest",
                        triple,
                        "values.yaml",
                        "web: {image: {tag: «1.0@" + OLD_SHA + "»2.0.1@" + SHA + "»}}⏎"),
                at("an empty tag", triple, "values.yaml", "web: {image: {tag: «\"\"»\"2.0.1\"»}}⏎"),
                at("a missing tag", triple, "values.yaml", repository + "    tag:«» 2.0.1»⏎"),
                at("the whole in one", values("image", "", ""), "values.yaml", "image: " + ref() + "⏎"),
                at(
                        "through a merge",
                        triple,
                        "values.yaml",
                        "base: &b {tag: «1»2.0.1»}⏎web:⏎  image:⏎    <<: *b⏎    repository: " + IMAGE + "⏎"),
                at(
                        "other tags stay",
                        triple,
                        "values.yaml",
                        "tag: 1⏎api: {image: {tag: 1}}⏎web: {image: {tag: «1»2.0.1»}}⏎"));
    }

    private static Finder field(String path, Part part) {
        return new Finder.Field(FieldPath.parse(path), part);
    }

    private static List<Arguments> fields() {
        return List.of(
                at(
                        "a tag by path",
                        field("spec.values.image.tag", Part.TAG),
                        "r.yaml",
                        "spec: {values: {image: {tag: «1»2.0.1»}}}⏎"),
                at(
                        "by a list's key",
                        field("spec.containers[name=web].image", Part.REFERENCE),
                        "p.yaml",
                        "spec:⏎  containers:⏎  - name: api⏎    image: x:1⏎  - name: web⏎    image: " + ref() + "⏎"),
                at(
                        "by the key's value in quotes",
                        field("p[name=\"image.tag\"].value", Part.TAG),
                        "a.yaml",
                        "p:⏎- {name: image.tag, value: «1»2.0.1»}⏎"),
                at("by index", field("a[1]", Part.TAG), "a.yaml", "a: [x, «y»2.0.1», z]⏎"),
                at(
                        "a key with dots",
                        field("metadata.annotations[\"example.com/version\"]", Part.TAG),
                        "a.yaml",
                        "metadata:⏎  annotations:⏎    example.com/version: «\"1\"»\"2.0.1\"»⏎"),
                at("a digest", field("d", Part.DIGEST), "a.yaml", "d: «" + OLD_SHA + "»" + SHA + "»⏎"),
                at("a name", field("n", Part.NAME), "a.yaml", "n: «old.example/web»" + IMAGE + "»⏎"),
                at("in each document", field("v", Part.TAG), "a.yaml", "v: «1»2.0.1»⏎---⏎v: «'1'»'2.0.1'»⏎"),
                at(
                        "Argo CD's own overrides",
                        field("kustomize.images[0]", Part.REFERENCE),
                        ".argocd-source-web.yaml",
                        "kustomize:⏎  images:⏎  - " + ref() + "⏎"),
                at("a file of another name", field("a.tag", Part.TAG), "values.tpl", "a: {tag: «1»2.0.1»}⏎"),
                at(
                        "an item by an alias",
                        field("l[name=b].v", Part.TAG),
                        "a.yaml",
                        "x: &x {name: b, v: «1»2.0.1»}⏎l: [*x]⏎"),
                at("a number becomes a text", field("v", Part.TAG), "a.yaml", "v: «1.5»2.0.1»⏎"),
                at("a template beside it", field("v", Part.TAG), "a.yaml", "t: \"{{ .Values.x }}\"⏎v: «1»2.0.1»⏎"));
    }

    private static List<Arguments> charts() {
        Finder redis = new Finder.Chart("redis");
        return List.of(
                at(
                        "a dependency",
                        redis,
                        "c/Chart.yaml",
                        "name: shop⏎version: 1.0.0⏎dependencies:⏎- name: pg⏎  version: 1.0.0⏎- name: redis⏎  version: «1.0.0»2.0.1»⏎"),
                at(
                        "a quoted version",
                        new Finder.Chart("web"),
                        "Chart.yaml",
                        "dependencies:⏎  - name: web⏎    version: «\"~1.0\"»\"2.0.1\"»⏎    repository: oci://reg.example/shop/⏎"),
                at(
                        "an old requirements file",
                        redis,
                        "requirements.yaml",
                        "dependencies: [{name: redis, version: «1»2.0.1»}]⏎"));
    }

    private static List<Arguments> json() {
        return List.of(
                at(
                        "JSON by path",
                        field("a.tag", Part.TAG),
                        "a.json",
                        "{\"a\": {\"tag\": «\"1\"»\"2.0.1\"»}, \"b\": 1}"),
                at(
                        "JSON with tabs",
                        field("a.tag", Part.TAG),
                        "a.json",
                        "{⏎\t\"a\": {⏎\t\t\"tag\": «\"1\"»\"2.0.1\"»⏎\t}⏎}⏎"),
                at("a JSON number", field("tag", Part.TAG), "a.json", "{\"tag\": «1.50»\"2.0.1\"»}"),
                at("JSON null", field("tag", Part.TAG), "a.json", "{ \"tag\" : «null»\"2.0.1\"» }"),
                at(
                        "JSON with escapes",
                        field("tag", Part.TAG),
                        "a.json",
                        "{\"\\u00e4\\ud83d\\ude80\": \"🚀\\\"\", \"tag\": «\"\\u0031\"»\"2.0.1\"»}"),
                at(
                        "a manifest in JSON",
                        new Finder.Containers(),
                        "pod.json",
                        "{\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"image\":«\"" + IMAGE + ":1\"»\"" + IMAGE
                                + ":2.0.1\"»}]}}"),
                at(
                        "JSON in CR LF with a byte order mark",
                        field("tag", Part.TAG),
                        "a.json",
                        "\uFEFF{¶\"tag\": «\"1\"»\"2.0.1\"»¶}¶"),
                at("a list in JSON", field("[1].tag", Part.TAG), "a.json", "[{}, {\"tag\": «\"1\"»\"2.0.1\"»}]"));
    }

    private static List<Arguments> kustomize() {
        Finder kustomize = new Finder.Kustomize();
        return List.of(
                at(
                        "Flux' Kustomization",
                        kustomize,
                        "flux.yaml",
                        "apiVersion: kustomize.toolkit.fluxcd.io/v1⏎kind: Kustomization⏎spec:⏎  images:⏎  - name: "
                                + IMAGE + "⏎    newTag: «1»2.0.1»⏎"),
                at(
                        "a tag with its digest in newTag",
                        kustomize,
                        "kustomization.yaml",
                        "images:⏎- name: " + IMAGE + "⏎  newTag: «1@" + OLD_SHA + "»2.0.1@" + SHA + "»⏎"));
    }
}

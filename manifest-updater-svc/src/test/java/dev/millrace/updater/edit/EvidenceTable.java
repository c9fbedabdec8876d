package dev.millrace.updater.edit;

import static dev.millrace.updater.edit.EditTable.IMAGE;
import static dev.millrace.updater.edit.EditTable.SHA;
import static dev.millrace.updater.edit.FinderTable.OLD_SHA;
import static dev.millrace.updater.edit.FinderTable.at;
import static dev.millrace.updater.edit.FinderTable.ref;

import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.text.FieldPath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.provider.Arguments;

/** The cases of {@link FinderTable} whose image stands in several values, in a part of a value, in a text, or in a file that is not YAML. */
final class EvidenceTable {
    private static final Finder COMMENT = new Finder.Comment("STAGING_TAG");
    private static final Finder CONTAINERS = new Finder.Containers();
    private static final Finder VALUES = new Finder.HelmValues(
            Optional.of(FieldPath.parse("image.repository")),
            Optional.of(FieldPath.parse("image.tag")),
            Optional.empty());
    private static final String MARK = " {\"$imagepolicy\": \"web\"}";
    private static final String TAG = " {\"$imagepolicy\": \"flux-system:web:tag\"}";

    private EvidenceTable() {}

    static List<Arguments> registries() {
        String tag = "⏎  tag: «1.0.0»2.0.1»⏎";
        return List.of(
                at(
                        "a registry with a path",
                        VALUES,
                        "v.yaml",
                        "image:⏎  registry: reg.example/shop/⏎  repository: web" + tag),
                at(
                        "a global registry",
                        VALUES,
                        "v.yaml",
                        "global: {imageRegistry: reg.example}⏎image:⏎  repository: shop/web" + tag),
                at(
                        "a global registry's image",
                        VALUES,
                        "v.yaml",
                        "global: {image: {registry: reg.example}}⏎image:⏎  repository: shop/web" + tag),
                at("an empty registry", VALUES, "v.yaml", "image:⏎  registry: \"\"⏎  repository: " + IMAGE + tag),
                at(
                        "the same registry twice",
                        VALUES,
                        "v.yaml",
                        "image:⏎  registry: reg.example⏎  repository: " + IMAGE + tag),
                at(
                        "another global registry beside a whole name",
                        VALUES,
                        "v.yaml",
                        "global: {imageRegistry: q.example}⏎image:⏎  repository: " + IMAGE + tag),
                at("no registry in a named file", VALUES, "v.yaml", "image:⏎  repository: shop/web" + tag),
                at(
                        "the reference beside its registry",
                        new Finder.HelmValues(
                                Optional.of(FieldPath.parse("i.repository")), Optional.empty(), Optional.empty()),
                        "v.yaml",
                        "i:⏎  registry: reg.example⏎  repository: «shop/web:1»shop/web:2.0.1»⏎"));
    }

    static List<Arguments> partsOfValues() {
        Finder reference = new Finder.Field(FieldPath.parse("a[0]"), Part.REFERENCE);
        Finder tag = new Finder.Field(FieldPath.parse("t"), Part.TAG);
        return List.of(
                at("an override of a name", reference, "a.yaml", "a: [«web=" + IMAGE + ":1»web=" + IMAGE + ":2.0.1»]⏎"),
                at(
                        "an option of a command",
                        reference,
                        "a.yaml",
                        "a: [«\"--image=" + IMAGE + ":1\"»\"--image=" + IMAGE + ":2.0.1\"»]⏎"),
                at(
                        "an override by digest",
                        reference,
                        "a.yaml",
                        "a: [«w=" + IMAGE + "@" + OLD_SHA + "»w=" + IMAGE + "@" + SHA + "»]⏎"),
                at("a default", tag, "a.yaml", "t: «${WEB_TAG:-1.0}»${WEB_TAG:-2.0.1}»⏎"),
                at("a default that is assigned", tag, "a.yaml", "t: «${WEB_TAG:=1.0}»${WEB_TAG:=2.0.1}»⏎"),
                at("a default of a default", tag, "a.yaml", "t: «${A:-${B-1.0}}»${A:-${B-2.0.1}}»⏎"),
                at(
                        "a container with a default",
                        CONTAINERS,
                        "a.yaml",
                        "containers: [{image: «\"${W:-" + IMAGE + ":1}\"»\"${W:-" + IMAGE + ":2.0.1}\"»}]⏎"),
                at("a setting in a list", COMMENT, "a.yaml", "env:⏎- «WEB_TAG=1.0»WEB_TAG=2.0.1» # STAGING_TAG⏎"),
                at("an empty default", tag, "a.yaml", "t: «${WEB_TAG:-}»${WEB_TAG:-2.0.1}»⏎"));
    }

    static List<Arguments> otherContainers() {
        return List.of(
                at(
                        "a step",
                        CONTAINERS,
                        "t.yaml",
                        "kind: Task⏎spec:⏎  steps:⏎  - name: build⏎    image: " + ref() + "⏎"),
                at("a sidecar", CONTAINERS, "t.yaml", "spec: {sidecars: [{image: " + ref() + "}]}⏎"),
                at("a template of steps", CONTAINERS, "t.yaml", "spec: {stepTemplate: {image: " + ref() + "}}⏎"),
                at(
                        "a container of a workflow",
                        CONTAINERS,
                        "w.yaml",
                        "templates:⏎- container: {image: " + ref() + "}⏎"),
                at(
                        "a script of a workflow",
                        CONTAINERS,
                        "w.yaml",
                        "templates:⏎- script:⏎    image: " + ref() + "⏎    source: x⏎"),
                at(
                        "a set of containers",
                        CONTAINERS,
                        "w.yaml",
                        "containerSet: {containers: [{image: " + ref() + "}]}⏎"),
                at(
                        "steps in JSON",
                        CONTAINERS,
                        "t.json",
                        "{\"steps\":[{\"image\":«\"" + IMAGE + ":1\"»\"" + IMAGE + ":2.0.1\"»}]}"));
    }

    static List<Arguments> blocks() {
        String block = "spec:⏎  values: |⏎    ";
        return List.of(
                at(
                        "a marker in a text",
                        COMMENT,
                        "a.yaml",
                        block + "image: " + ref() + " #" + MARK + "⏎  next: 1.0.0⏎"),
                at(
                        "a marker above, in a text",
                        COMMENT,
                        "a.yaml",
                        block + "#" + TAG + "⏎    tag: «\"1\"»\"2.0.1\"»⏎  next: 1⏎"),
                at("a comment in a text", COMMENT, "a.yaml", "v: |-¶  a: 1¶  tag: «1.0»2.0.1» # STAGING_TAG¶b: x¶"),
                at(
                        "a patch in a text",
                        CONTAINERS,
                        "kustomization.yaml",
                        "patches:⏎- patch: |-⏎    spec:⏎      containers:⏎      - image: " + ref() + "⏎"),
                at(
                        "a JSON patch in a text",
                        CONTAINERS,
                        "kustomization.yaml",
                        "patches:⏎- patch: |⏎    - op: replace⏎      path: /spec/containers/0/image⏎      value: "
                                + ref() + "⏎"),
                at(
                        "values in a text",
                        VALUES,
                        "a.yaml",
                        block + "image:⏎      repository: " + IMAGE + "⏎      tag: «1»2.0.1»⏎"),
                at(
                        "two texts",
                        COMMENT,
                        "a.yaml",
                        "a: |⏎  t: «1»2.0.1» #" + TAG + "⏎b: |⏎  t: «1»2.0.1» #" + TAG + "⏎c: «1»2.0.1» #" + TAG + "⏎"),
                at(
                        "a text with umlauts and emoji before it",
                        COMMENT,
                        "a.yaml",
                        "ü: 🚀⏎v: |⏎  ö: 🦫⏎  t: «1»2.0.1» #" + TAG + "⏎"));
    }

    static List<Arguments> textsInTexts() {
        return List.of(at(
                "a text in a text",
                COMMENT,
                "a.yaml",
                "v: |⏎  w: |⏎    t: «1»2.0.1» #" + TAG + "⏎  x: «1»2.0.1» #" + TAG + "⏎"));
    }

    static List<Arguments> otherFiles() {
        return List.of(
                at("a comment in an env file", COMMENT, "stack.env", "A=1⏎WEB_TAG=«1.0»2.0.1» # STAGING_TAG⏎B=1.0⏎"),
                at("a comment above in an env file", COMMENT, ".env.staging", "# STAGING_TAG¶WEB_TAG=«1.0»2.0.1»¶B=1¶"),
                at("a marker in Terraform", COMMENT, "main.tf", "image = \"" + ref() + "\" //" + MARK + "⏎"),
                at("a marker in a block comment", COMMENT, "main.tf", "tag = \"«1.0»2.0.1»\" /*" + TAG + " */⏎"),
                at(
                        "a comment above in Terraform",
                        COMMENT,
                        "main.tf",
                        "  # STAGING_TAG⏎  web = \"«1.0»2.0.1»\"⏎  b = \"1.0\"⏎"),
                at(
                        "a comment above in a Dockerfile",
                        COMMENT,
                        "Dockerfile",
                        "# STAGING_TAG⏎FROM " + ref() + " AS build⏎"),
                at("an argument of a Dockerfile", COMMENT, "web.Dockerfile", "#" + TAG + "⏎ARG TAG=«1.0»2.0.1»⏎"),
                at(
                        "a template of values",
                        COMMENT,
                        "values.yaml.gotmpl",
                        "{{ if .x }}⏎tag: «1.0»2.0.1» #" + TAG + "⏎{{ end }}⏎"),
                at("a comment of a template", COMMENT, "v.gotmpl", "{{- /* STAGING_TAG */ -}}⏎tag: \"«1.0»2.0.1»\"⏎"),
                at("an empty setting in quotes", COMMENT, "a.env", "WEB_TAG=\"«»2.0.1»\" # STAGING_TAG⏎"),
                at("settings", COMMENT, "a.ini", "[web]⏎tag = «1.0»2.0.1» ; STAGING_TAG⏎"));
    }

    static List<Arguments> looseYaml() {
        Finder path = new Finder.Field(FieldPath.parse("a.t"), Part.TAG);
        return List.of(
                at("a tab after a key", path, "a.yaml", "a:⏎  t:\t«1»2.0.1»⏎  u:\tx⏎"),
                at("tabs in a flow mapping", path, "a.yaml", "a: {⏎\t\"t\":\t«\"1\"»\"2.0.1\"»,⏎\t\"u\": 1⏎}⏎"),
                at("a tab after a dash", CONTAINERS, "a.yaml", "containers:⏎-\timage:\t" + ref() + "⏎"),
                at("a tab after an anchor", path, "a.yaml", "a:⏎  t: &x\t«1»2.0.1»⏎"),
                at("a tab before a quoted value", path, "a.yaml", "a:⏎  t:\t«'1'»'2.0.1'»\t# x⏎  b:\t\"y\tz\"⏎"),
                at("tabs and a text", path, "a.yaml", "a:⏎  t:\t«1»2.0.1»⏎  b: |⏎    x:\ty⏎    - [\t'⏎c:\t1⏎"),
                at("an alias as a key", path, "a.yaml", "k: &k key⏎a:⏎  *k: 1⏎  t: «1»2.0.1»⏎"),
                at("a line of tabs", path, "a.yaml", "a:⏎  t:\t«1»2.0.1»⏎\t⏎  u: 1⏎"));
    }
}

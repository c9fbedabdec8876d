package dev.millrace.updater.edit;

import static dev.millrace.updater.edit.EditTable.IMAGE;
import static dev.millrace.updater.edit.FinderTable.OLD_SHA;

import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.text.FieldPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The cases of {@link KeptValuesTest}: texts with values that an edit keeps, and the lines of the reported problems. {@code «old»new»} marks an edit
 * beside them, as in {@link EditTable}. The first column is true if the policy names the finder's files.
 */
final class KeptTable {
    private static final Finder NOTHING = new Finder.Comment("STAGING_TAG");
    private static final String MARK = " # {\"$imagepolicy\": \"web\"}";
    private static final String TAG = " # {\"$imagepolicy\": \"web:tag\"}";
    private static final String REF = "«" + IMAGE + ":1.0.0»" + IMAGE + ":2.0.1»";

    private KeptTable() {}

    static Stream<Arguments> all() {
        return Stream.of(
                        commentedOut(),
                        otherForms(),
                        templates(),
                        values(),
                        registries(),
                        kustomize(),
                        charts(),
                        namespaces(),
                        texts())
                .flatMap(List::stream);
    }

    private static Arguments at(String what, Finder finder, String path, String text, Integer... lines) {
        return Arguments.of(what, true, finder, path, text.replace("⏎", "\n"), List.of(lines));
    }

    private static Arguments anywhere(String what, Finder finder, String text, Integer... lines) {
        return Arguments.of(what, false, finder, "values.yaml", text.replace("⏎", "\n"), List.of(lines));
    }

    private static Arguments plain(String what, String text, Integer... lines) {
        return at(what, NOTHING, "a.yaml", text, lines);
    }

    private static List<Arguments> commentedOut() {
        return List.of(
                plain("a value that is commented out", "# image: " + IMAGE + ":0.9" + MARK + "⏎host: web.example.com⏎"),
                plain("an item that is commented out", "a:⏎  # - " + IMAGE + ":0.9" + MARK + "⏎  - x.example/y:1⏎"),
                plain("commented out twice", "## tag: 1.0" + TAG + "⏎tag: 1.0.0⏎"),
                plain("commented out without a space", "#tag: 1.0" + TAG + "⏎tag: 1.0.0⏎"),
                plain("a marker that is commented out", "# # {\"$imagepolicy\": \"web:tag\"}⏎# tag: 0.9⏎tag: 1.0.0⏎"),
                plain(
                        "a marker above a value that is commented out",
                        "# {\"$imagepolicy\": \"web:tag\"}⏎# tag: 0.9⏎tag: 1.0.0⏎",
                        1),
                plain("prose about a marker", "# Add {\"$imagepolicy\": \"web:tag\"} behind it⏎tag: 1.0.0⏎", 1),
                plain(
                        "beside live ones",
                        "a:⏎  # image: " + IMAGE + ":0.9" + MARK + "⏎  host: web.example.com⏎  image: " + REF + MARK
                                + "⏎"),
                plain("a comment above a value that is commented out", "# STAGING_TAG⏎# tag: 0.9⏎tag: 1.0.0⏎", 1));
    }

    private static List<Arguments> otherForms() {
        return List.of(
                plain("a reference where a tag is meant", "tag: " + IMAGE + ":1.0.0" + TAG + "⏎", 1),
                plain("a tag where a reference is meant", "version: 1.0.0" + MARK + "⏎", 1),
                plain("a branch's tag where a reference is meant", "v: main-4f2a9c1" + MARK + "⏎", 1),
                plain("a label", "labels:⏎  app.kubernetes.io/version: \"1.0.0\"" + MARK + "⏎", 2),
                plain("an empty label", "labels:⏎  version: \"\"" + MARK + "⏎", 2),
                plain("an address with a ref", "url: https://git.example/shop/web?ref=v1.0.0" + TAG + "⏎", 1),
                plain("an address as a reference", "url: https://web.example/x:1" + MARK + "⏎", 1),
                plain("a host's name", "host: web.example.com" + MARK + "⏎", 1),
                plain("a range of addresses", "cidr: 10.0.0.0/8" + MARK + "⏎", 1),
                plain("a time", "at: 12:30" + MARK + "⏎", 1),
                plain("two ports", "ports: [8080:80]" + MARK + "⏎", 1),
                plain("a host with its port", "host: localhost:5000" + MARK + "⏎", 1),
                plain("a directory", "path: charts/all" + MARK + "⏎", 1),
                plain("words", "cmd: run it" + TAG + "⏎", 1),
                plain("a tag where a digest is meant", "d: 1.0.0 # {\"$imagepolicy\": \"web:digest\"}⏎", 1),
                plain("a reference where a name is meant", "n: " + IMAGE + ":1 # {\"$imagepolicy\": \"web:name\"}⏎", 1),
                plain("a digest where a tag is meant", "tag: " + OLD_SHA + TAG + "⏎", 1),
                plain("a path by a comment", "path: charts/web # STAGING_TAG⏎", 1),
                plain("an address by a comment", "url: https://web.example/x # STAGING_TAG⏎", 1),
                at("a path to a reference", new Finder.Field(FieldPath.parse("a"), Part.TAG), "a.yaml", "a: x/y:1⏎", 1),
                at(
                        "a path to a version",
                        new Finder.Field(FieldPath.parse("a"), Part.REFERENCE),
                        "a.yaml",
                        "a: 1.0⏎",
                        1),
                plain("beside the right one", "version: \"1.0.0\"" + MARK + "⏎image: " + REF + MARK + "⏎", 1));
    }

    private static List<Arguments> templates() {
        return List.of(
                plain("a template", "tag: \"{{ .Values.tag }}\"" + TAG + "⏎", 1),
                plain("a template in a reference", "image: \"" + IMAGE + ":{{ .Values.tag }}\"" + MARK + "⏎", 1),
                plain("a variable", "image: " + IMAGE + ":${TAG}" + MARK + "⏎", 1),
                plain("a variable without a default", "tag: ${WEB_TAG}" + TAG + "⏎", 1),
                plain("a parameter", "tag: $(params.tag)" + TAG + "⏎", 1),
                plain("a default in a reference", "image: " + IMAGE + ":${TAG:-1.0.0}" + MARK + "⏎", 1),
                plain("a variable in a default", "tag: ${A:-${B}}" + TAG + "⏎", 1));
    }

    private static Finder values(String prefix) {
        return new Finder.HelmValues(
                Optional.of(FieldPath.parse(prefix + "image.repository")),
                Optional.of(FieldPath.parse(prefix + "image.tag")),
                Optional.of(FieldPath.parse(prefix + "image.digest")));
    }

    private static List<Arguments> values() {
        Finder values = values("");
        String own = "image: {repository: " + IMAGE + ", tag: «1.0.0»2.0.1»}⏎";
        return List.of(
                anywhere("a tag alone in any file", values, "image: {tag: 1.0.0}⏎", 1),
                anywhere("a digest alone in any file", values, "image:⏎  digest: " + OLD_SHA + "⏎", 2),
                anywhere("another service's image", values, "image: {repository: reg.example/shop/api, tag: 1}⏎"),
                anywhere("a namesake", values, "image:⏎  repository: quay.example/shop/web⏎  tag: 1⏎", 2),
                anywhere("a second release without an image", values, own + "---⏎image: {tag: 1.0.0}⏎", 3),
                at("two releases in a named file", values, "values.yaml", own + "---⏎image: {tag: 1.0.0}⏎", 3),
                at("two tags in a named file", values, "values.yaml", "image: {tag: 1}⏎---⏎image: {tag: 1}⏎", 1, 3),
                at(
                        "two releases by one path",
                        new Finder.Field(FieldPath.parse("image.tag"), Part.TAG),
                        "values.yaml",
                        own + "---⏎image: {repository: reg.example/shop/api, tag: 1.0.0}⏎---⏎image: {tag: 1}⏎",
                        3,
                        5),
                at(
                        "the item of another image",
                        new Finder.HelmValues(
                                Optional.empty(), Optional.of(FieldPath.parse("l[on=y].tag")), Optional.empty()),
                        "values.yaml",
                        "l:⏎- {on: y, repository: " + IMAGE
                                + ", tag: «1»2.0.1»}⏎- {on: y, repository: x.example/y, tag: 1}⏎",
                        3));
    }

    private static List<Arguments> registries() {
        Finder values = values("");
        String tag = "⏎  tag: 1.0.0⏎";
        return List.of(
                at(
                        "another registry",
                        values,
                        "v.yaml",
                        "image:⏎  registry: quay.example⏎  repository: shop/web" + tag,
                        3),
                at(
                        "a registry with another path",
                        values,
                        "v.yaml",
                        "image:⏎  registry: reg.example/team⏎  repository: shop/web" + tag,
                        3),
                at(
                        "another global registry",
                        values,
                        "v.yaml",
                        "global: {imageRegistry: quay.example}⏎image:⏎  repository: shop/web" + tag,
                        3),
                at(
                        "two registries",
                        values,
                        "v.yaml",
                        "global: {imageRegistry: quay.example}⏎image:⏎  registry: reg.example⏎  repository: shop/web"
                                + tag,
                        4),
                at(
                        "a registry before a whole name",
                        values,
                        "v.yaml",
                        "image:⏎  registry: quay.example⏎  repository: " + IMAGE + tag,
                        3),
                at("the end of a name", values, "v.yaml", "image:⏎  registry: reg.example⏎  repository: web" + tag, 3),
                anywhere("no registry in any file", values, "image:⏎  repository: shop/web" + tag, 2),
                plain(
                        "a name beside another registry",
                        "image:⏎  registry: quay.example⏎  repository: shop/web # {\"$imagepolicy\": \"web:name\"}⏎",
                        3));
    }

    private static List<Arguments> kustomize() {
        Finder all = new Finder.Kustomize();
        String path = "kustomization.yaml";
        return List.of(
                at(
                        "an entry that stands for another image",
                        all,
                        path,
                        "images:⏎- name: " + IMAGE + "⏎  newName: x.example/y⏎  newTag: 1⏎"),
                at("a namesake elsewhere", all, path, "images:⏎- name: x.example/shop/web⏎  newTag: 1⏎"),
                at("a longer name", all, path, "images:⏎- name: " + IMAGE + "-admin⏎  newTag: 1⏎"),
                at(
                        "a mirror beside it",
                        all,
                        path,
                        "images:⏎- {name: web, newName: " + IMAGE + ", newTag: «1»2.0.1»}⏎- {name: " + IMAGE
                                + ", newName: mirror.example/web, newTag: 1}⏎"),
                at("a reference in newTag", all, path, "images:⏎- name: " + IMAGE + "⏎  newTag: " + IMAGE + ":1⏎", 3),
                at("a variable in newTag", all, path, "images:⏎- name: " + IMAGE + "⏎  newTag: ${TAG}⏎", 3));
    }

    private static List<Arguments> charts() {
        Finder chart = new Finder.Chart("web");
        String start = "dependencies:⏎- name: web⏎  version: 1.0.0⏎  repository: ";
        return List.of(
                at("a chart of a repository by HTTP", chart, "Chart.yaml", start + "https://charts.example⏎", 3),
                at("a chart of another registry", chart, "Chart.yaml", start + "oci://quay.example/shop⏎", 3),
                at("a chart of another path", chart, "Chart.yaml", start + "oci://reg.example/shop/charts⏎", 3),
                at("a chart of a directory", chart, "Chart.yaml", start + "file://../web⏎", 3),
                at("a chart of a repository's alias", chart, "Chart.yaml", start + "\"@shop\"⏎", 3),
                at(
                        "a chart that is used twice",
                        chart,
                        "Chart.yaml",
                        start
                                + "oci://reg.example/shop⏎  alias: a⏎- {name: web, alias: b, version: 1, repository: 'oci://reg.example/shop'}⏎",
                        3,
                        6),
                at(
                        "the other use of a chart",
                        new Finder.Chart("b"),
                        "Chart.yaml",
                        start
                                + "oci://reg.example/shop⏎  alias: a⏎- {name: web, alias: b, version: «1»2.0.1», repository: 'oci://reg.example/shop'}⏎"));
    }

    private static List<Arguments> namespaces() {
        return List.of(
                plain(
                        "another image by a namespace",
                        "image: team-b.example/web:7 # {\"$imagepolicy\": \"team-b:web\"}⏎",
                        1),
                plain(
                        "another image's tag",
                        "a: {repository: b.example/web, tag: 7} # {\"$imagepolicy\": \"team-b:web:tag\"}⏎",
                        1),
                plain("another image's name", "n: b.example/web # {\"$imagepolicy\": \"team-b:web:name\"}⏎", 1),
                plain("a known namespace", "a: " + REF + " # {\"$imagepolicy\": \"any:web\"}⏎"),
                plain("a marker in a folded text", "v: >-⏎  t: 1" + TAG + "⏎", 2),
                plain("a marker in a quoted text", "v: 't: 1" + TAG + "⏎⏎  x'⏎", 1),
                plain("no namespace of two", "tag: 1 # {\"$imagepolicy\": \"api:tag\"}⏎", 1),
                plain("a third namespace of two", "tag: 1 # {\"$imagepolicy\": \"team-c:api:tag\"}⏎", 1));
    }

    private static List<Arguments> texts() {
        return List.of(
                at("a key without a value", NOTHING, "a.env", "WEB_TAG= # STAGING_TAG⏎", 1),
                at("an argument without a value", NOTHING, "Dockerfile", "# STAGING_TAG⏎ARG TAG⏎", 1),
                at("a key of an expression", NOTHING, "a.json5", "\"tag\": version, // STAGING_TAG⏎", 1),
                at("a word of a command", NOTHING, "a.sh", "kubectl get pods # STAGING_TAG⏎", 1),
                at("a line of signs", NOTHING, "a.sh", "#".repeat(4000) + "⏎#" + " /".repeat(2000) + "⏎"),
                at("another image in a Dockerfile", NOTHING, "Dockerfile", "FROM x.example/y:1" + MARK + "⏎", 1),
                at("a line that is commented out", NOTHING, "a.env", "# WEB_TAG=0.9 # STAGING_TAG⏎WEB_TAG=1.0⏎"),
                at("a marker in a quoted text", NOTHING, "a.env", "A=\"x # {\\\"$imagepolicy\\\": \\\"web:tag\\\"}\"⏎"),
                at("a comment in a quoted text", NOTHING, "a.env", "A=\"x # STAGING_TAG\"⏎"),
                at(
                        "prose about a marker in text",
                        NOTHING,
                        "a.tf",
                        "# see {\"$imagepolicy\": \"web:tag\"}⏎tag = \"1\"⏎",
                        1),
                at("an expression", NOTHING, "a.tf", "count = var.web_tag # STAGING_TAG⏎", 1));
    }
}

package dev.millrace.updater.edit;

import static dev.millrace.updater.edit.EditTable.IMAGE;
import static dev.millrace.updater.edit.EditTable.SHA;
import static dev.millrace.updater.edit.FinderTable.OLD_SHA;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.SearchResult;
import dev.millrace.updater.edit.text.FieldPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A policy that pins, as one for a moving tag does, at places of a tag: the digest goes where it can stand, or the lines are reported. The texts have
 * the form of {@link EditTable}.
 */
class PinnedTagsTest {
    private static final java.util.regex.Pattern SPAN = java.util.regex.Pattern.compile("«([^»]*)»([^»]*)»");
    private static final String MOVED = "«stable»stable@" + SHA + "»";
    private static final String NEXT = "«" + OLD_SHA + "»" + SHA + "»";
    private static final String TAG = " # {\"$imagepolicy\": \"web:tag\"}\n";
    private static final String DIGEST = " # {\"$imagepolicy\": \"web:digest\"}\n";
    private static final Finder MARKERS = new Finder.Comment("STAGING_TAG");
    private static final Finder KUSTOMIZE = new Finder.Kustomize();

    static Stream<Arguments> inTheTag() {
        Finder values = values("image.digest");
        String entry = "images:\n- name: " + IMAGE + "\n  newTag: ";
        String image = "image:\n  repository: " + IMAGE + "\n  tag: ";
        return Stream.of(
                at("a tag of values", values, "values.yaml", image + MOVED + "\n"),
                at("a quoted tag", values, "v.yaml", image + "«'stable'»'stable@" + SHA + "'»  # kept\n"),
                at("an empty tag", values, "v.yaml", image + "«\"\"»\"stable@" + SHA + "\"»\n"),
                at("a tag with an old digest", values, "v.yaml", image + "stable@" + NEXT + "\n"),
                at("a kustomize entry", KUSTOMIZE, "kustomization.yaml", entry + MOVED + "\n"),
                at(
                        "one entry of two",
                        KUSTOMIZE,
                        "kustomization.yaml",
                        entry + "stable\n  digest: " + NEXT + "\n- {name: web, newName: " + IMAGE + ", newTag: " + MOVED
                                + "}\n"),
                at("a marked tag", MARKERS, "a.yaml", "a:\n  tag: " + MOVED + TAG),
                at("a default", MARKERS, "a.yaml", "tag: «${T:-stable}»${T:-stable@" + SHA + "}»" + TAG),
                at("a setting", MARKERS, ".env", "WEB_TAG=" + MOVED + TAG),
                at("a tag in JSON", field("t"), "a.json", "{\"t\": «\"stable\"»\"stable@" + SHA + "\"»}"),
                at("a version in a field", field("spec.version"), "a.yaml", "spec: {version: " + MOVED + "}\n"),
                at("an empty digest beside it", values(""), "v.yaml", image + MOVED + "\n  digest: \"\"\n"),
                at("a tag beside a label", MARKERS, "a.yaml", "labels:\n  v: stable" + TAG + "tag: " + MOVED + TAG));
    }

    static Stream<Arguments> elsewhere() {
        String reference = "image: «" + IMAGE + ":stable»" + IMAGE + ":stable@" + SHA + "»";
        return Stream.of(
                at("a digest beside it", values("image.digest"), "v.yaml", image("digest: " + NEXT)),
                at("an empty digest beside it", values("image.digest"), "v.yaml", image("digest: «''»'" + SHA + "'»")),
                at("a digest in another mapping", values("imageDigest"), "v.yaml", image("x: 1\nimageDigest: " + NEXT)),
                at("a digest on another line", MARKERS, ".env", "T=stable" + TAG + "D=" + NEXT + DIGEST),
                at(
                        "a reference beside a label",
                        MARKERS,
                        "a.yaml",
                        "labels:\n  version: stable" + TAG + reference + " # {\"$imagepolicy\": \"web\"}\n"),
                at(
                        "a reference beside a version",
                        MARKERS,
                        "a.yaml",
                        "version: stable" + TAG + reference + " # {\"$imagepolicy\": \"web\"}\n"));
    }

    static Stream<Arguments> nowhere() {
        String dependency = "dependencies:\n- name: web\n  version: stable\n  repository: oci://reg.example/shop\n";
        return Stream.of(
                at("a label", MARKERS, "a.yaml", "labels:\n  version: stable" + TAG, 2),
                at("two labels", MARKERS, "a.yaml", "podLabels: {v: stable}" + TAG + "labels: {v: stable}" + TAG, 1, 2),
                at("a chart", new Finder.Chart("web"), "Chart.yaml", dependency, 3),
                at("an expression", text("^T=(?<tag>.+)$"), ".env", "A=1\nT=stable\n", 2),
                at("a digest of no place", values(""), "v.yaml", image("digest: " + OLD_SHA), 3),
                at("a release of a chart", field("spec.chart.spec.version"), "r.yaml", release(), 4));
    }

    static Stream<Arguments> all() {
        return Stream.of(inTheTag(), elsewhere(), nowhere()).flatMap(each -> each);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void theDigestOfAMovedTagIsWrittenOrReported(
            String what, Finder finder, String path, String text, List<Integer> lines) {
        byte[] before = SPAN.matcher(text)
                .replaceAll(span -> Matcher.quoteReplacement(span.group(1)))
                .getBytes(StandardCharsets.UTF_8);
        Search search = new Search("web", new ImageName(IMAGE), List.of(finder), true);
        TargetVersion target = new TargetVersion(search, new Tag("stable"), new Digest(SHA));

        EditOutcome outcome = ManifestEditor.edit(path, before, List.of(target), Set.of("web"));

        byte[] after = outcome instanceof EditOutcome.Edited edited ? edited.content() : before;
        assertThat(new String(after, StandardCharsets.UTF_8))
                .isEqualTo(SPAN.matcher(text).replaceAll(span -> Matcher.quoteReplacement(span.group(2))));
        assertThat(problems(ManifestEditor.find(path, before, List.of(search), Set.of("web"))))
                .isEqualTo(lines);
        assertThat(ManifestEditor.edit(path, after, List.of(target), Set.of("web")))
                .isInstanceOf(EditOutcome.AlreadyCurrent.class);
    }

    private static List<Integer> problems(SearchResult result) {
        return ((SearchResult.Found) result)
                .problems().stream().map(Problem::line).toList();
    }

    private static Arguments at(String what, Finder finder, String path, String text, Integer... lines) {
        return Arguments.of(what, finder, path, text, List.of(lines));
    }

    private static String image(String next) {
        return "image:\n  repository: " + IMAGE + "\n  tag: stable\n  " + next + "\n";
    }

    private static String release() {
        return "kind: HelmRelease\nspec:\n  chart: {spec: {chart: web,\n    version: stable}}\n";
    }

    private static Finder values(String digest) {
        return new Finder.HelmValues(
                Optional.of(FieldPath.parse("image.repository")),
                Optional.of(FieldPath.parse("image.tag")),
                Optional.of(digest).filter(path -> !path.isEmpty()).map(FieldPath::parse));
    }

    private static Finder field(String path) {
        return new Finder.Field(FieldPath.parse(path), Part.TAG);
    }

    private static Finder text(String expression) {
        return new Finder.Text(Pattern.compile(expression, Pattern.MULTILINE));
    }
}

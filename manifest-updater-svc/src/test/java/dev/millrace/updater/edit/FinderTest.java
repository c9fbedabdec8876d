package dev.millrace.updater.edit;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The places of each kind of finder, to the byte, and the reported problems. */
class FinderTest {
    private static final Pattern SPAN = Pattern.compile("«([^»]*)»([^»]*)»");
    private static final Set<String> KNOWN = Set.of("web");

    static Stream<Arguments> table() {
        return FinderTable.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void onlyTheseBytesDiffer(String what, Finder finder, String path, String text) {
        byte[] before = bytes(SPAN.matcher(text).replaceAll(span -> Matcher.quoteReplacement(span.group(1))));

        EditOutcome outcome = edit(path, before, finder);

        assertThat(outcome).isInstanceOf(EditOutcome.Edited.class);
        EditOutcome.Edited edited = (EditOutcome.Edited) outcome;
        assertThat(new String(edited.content(), StandardCharsets.UTF_8))
                .isEqualTo(SPAN.matcher(text).replaceAll(span -> Matcher.quoteReplacement(span.group(2))));
        assertThat(edited.changes()).hasSize((int) SPAN.matcher(text).results().count());
        assertThat(edited.problems()).isEmpty();
        assertThat(edit(path, edited.content(), finder)).isInstanceOf(EditOutcome.AlreadyCurrent.class);
        assertThat(ManifestEditor.mayHold(before, List.of(search(finder)))).isTrue();
    }

    @Test
    void valuesOfAnotherImageAreKeptAndReported() {
        Finder values = new Finder.HelmValues(
                Optional.of(FieldPath.parse("image.repository")),
                Optional.of(FieldPath.parse("image.tag")),
                Optional.empty());

        EditOutcome outcome = edit("values.yaml", bytes("image:\n  repository: x.example/y\n  tag: 1\n"), values);

        assertThat(outcome)
                .isInstanceOfSatisfying(EditOutcome.AlreadyCurrent.class, current -> assertThat(current.problems())
                        .extracting(Problem::line)
                        .containsExactly(2));
    }

    @Test
    void aPathToAMappingIsReported() {
        EditOutcome outcome = edit("a.yaml", bytes("a: {b: 1}\n"), new Finder.Field(FieldPath.parse("a"), Part.TAG));

        assertThat(((EditOutcome.AlreadyCurrent) outcome).problems())
                .containsExactly(new Problem(1, "a is a mapping or a list; a value is expected"));
    }

    @Test
    void shortNamesOfDockerHubMeanTheSameImage() {
        byte[] file = bytes("containers:\n- image: nginx:1\n- image: library/nginx:1\n- image: docker.io/nginx:1\n");
        Search hub =
                new Search("web", new ImageName("docker.io/library/nginx"), List.of(new Finder.Containers()), false);

        EditOutcome outcome = ManifestEditor.edit(
                "a.yaml", file, List.of(new TargetVersion(hub, new Tag("2"), new Digest(EditTable.SHA))), KNOWN);

        assertThat(text(outcome))
                .isEqualTo("containers:\n- image: nginx:2\n- image: library/nginx:2\n- image: docker.io/nginx:2\n");
        assertThat(ManifestEditor.mayHold(file, List.of(hub))).isTrue();
    }

    @Test
    void aTemplateThatIsNotYamlIsFineUnlessItHasAMarker() {
        byte[] template = bytes("{{- if x }}\na: 1\n");
        byte[] marked = bytes("{{- if x }}\na: 1 # {\"$imagepolicy\": \"web\"}\n");

        assertThat(edit("t.yaml", template, new Finder.Kustomize()))
                .isEqualTo(new EditOutcome.AlreadyCurrent(0, List.of()));
        assertThat(edit("t.yaml", marked, new Finder.Kustomize())).isInstanceOf(EditOutcome.Unreadable.class);
    }

    @Test
    void binaryFilesAreSkipped() {
        byte[] file = bytes("\0\1$imagepolicy" + EditTable.IMAGE);

        assertThat(edit("a.yaml", file, new Finder.Kustomize()))
                .isEqualTo(new EditOutcome.AlreadyCurrent(0, List.of()));
        assertThat(ManifestEditor.mayHold(file, List.of(search(new Finder.Kustomize()))))
                .isFalse();
    }

    @Test
    void aFileWithoutAnyPatternIsNotParsed() {
        byte[] file = bytes("kind: Service\nmetadata: {name: web}\n");

        assertThat(ManifestEditor.mayHold(
                        file, List.of(search(new Finder.Kustomize()), search(new Finder.Comment("STAGING_TAG")))))
                .isFalse();
    }

    @Test
    void aNameWithEscapesIsFound() {
        byte[] file = bytes("{\"containers\": [{\"image\": \"reg.example\\/shop\\/web:1\"}]}");

        assertThat(ManifestEditor.mayHold(file, List.of(search(new Finder.Containers()))))
                .isTrue();
        assertThat(text(edit("pod.json", file, new Finder.Containers())))
                .isEqualTo("{\"containers\": [{\"image\": \"reg.example/shop/web:2.0.1\"}]}");
    }

    @Test
    void anInvalidEscapeIsReported() {
        byte[] file = bytes("a: 1\nimages: [\"" + EditTable.IMAGE + "\", \"\\u");

        assertThat(edit("a.yaml", file, new Finder.Kustomize()))
                .isInstanceOfSatisfying(EditOutcome.Unreadable.class, unreadable -> assertThat(unreadable.line())
                        .isEqualTo(2));
    }

    @Test
    void aFileWithADigestAloneIsParsed() {
        Finder values = new Finder.HelmValues(
                Optional.empty(), Optional.of(FieldPath.parse("tag")), Optional.of(FieldPath.parse("digest")));

        assertThat(ManifestEditor.mayHold(bytes("digest: x\n"), List.of(search(values))))
                .isTrue();
    }

    @Test
    void aChangeAtAnAnchorNamesTheFollowers() {
        byte[] file = bytes("base: &b\n  tag: 1\nweb:\n  image: {<<: *b}\napi:\n  image: {<<: *b, tag: 7}\nx: *b\n");

        EditOutcome outcome = edit("a.yaml", file, new Finder.Field(FieldPath.parse("base.tag"), Part.TAG));

        assertThat(((EditOutcome.Edited) outcome).changes().getFirst().followers())
                .containsExactly("web.image.tag", "x.tag");
    }

    @Test
    void aTagWithAnUnderscoreIsAChartsVersionWithAPlus() {
        Search chart = new Search("web", new ImageName(EditTable.IMAGE), List.of(new Finder.Chart("redis")), false);

        EditOutcome outcome = ManifestEditor.edit(
                "Chart.yaml",
                bytes("dependencies:\n- name: redis\n  version: 1.0.0\n"),
                List.of(new TargetVersion(chart, new Tag("1.2.0_5"), new Digest(EditTable.SHA))),
                KNOWN);

        assertThat(text(outcome)).endsWith("version: 1.2.0+5\n");
    }

    @Test
    void aPlaceKnowsItsTagAndDigest() {
        String image = EditTable.IMAGE + ":1@" + EditTable.SHA;

        SearchResult result = ManifestEditor.find(
                "a.yaml",
                bytes("containers: [{image: " + image + "}]"),
                List.of(search(new Finder.Containers())),
                KNOWN);

        assertThat(result).isInstanceOfSatisfying(SearchResult.Found.class, found -> {
            assertThat(found.places().getFirst().tag()).contains(new Tag("1"));
            assertThat(found.places().getFirst().digest()).contains(new Digest(EditTable.SHA));
            assertThat(found.places().getFirst().field()).isEqualTo("containers[0].image");
        });
    }

    @Test
    void aValueIsRevertedToTheByte() {
        byte[] before = bytes("v: '1' # c\n---\nv: '1' # c\n");
        Finder finder = new Finder.Field(FieldPath.parse("v"), Part.TAG);
        EditOutcome.Edited edited = (EditOutcome.Edited) edit("a.yaml", before, finder);
        List<Setting> settings = edited.changes().stream()
                .map(change -> new Setting(change.policy(), change.field(), change.to(), change.from()))
                .toList();

        EditOutcome back = ManifestEditor.set("a.yaml", edited.content(), List.of(search(finder)), KNOWN, settings);

        assertThat(settings).extracting(Setting::field).containsExactly("v", "#2 v");
        assertThat(text(back)).isEqualTo(new String(before, StandardCharsets.UTF_8));
    }

    @Test
    void aValueThatAUserChangedIsNotReverted() {
        Finder finder = new Finder.Field(FieldPath.parse("v"), Part.TAG);

        EditOutcome back = ManifestEditor.set(
                "a.yaml",
                bytes("v: 3\n"),
                List.of(search(finder)),
                KNOWN,
                List.of(new Setting("web", "v", "2.0.1", "1")));

        assertThat(back)
                .isEqualTo(
                        new EditOutcome.AlreadyCurrent(1, List.of(new Problem(1, "v no longer has the value 2.0.1"))));
    }

    static Stream<Arguments> emptyDigests() {
        String entry = "images:\n- name: " + EditTable.IMAGE + "\n  newTag: \"1\"\n  digest: ";
        Finder values = new Finder.HelmValues(
                Optional.empty(), Optional.of(FieldPath.parse("tag")), Optional.of(FieldPath.parse("digest")));
        return Stream.of(
                Arguments.of(new Finder.Kustomize(), "kustomization.yaml", entry, 4),
                Arguments.of(values, "values.yaml", "a: 1\ntag: \"1\"\ndigest: ", 3));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("emptyDigests")
    void anEmptyDigestBesideATagIsFilledIfThePolicyPins(Finder finder, String path, String before, int line) {
        EditOutcome outcome = edit(path, bytes(before + "\"\"  # kept\n"), search(finder, true));

        assertThat(text(outcome)).endsWith("digest: \"" + EditTable.SHA + "\"  # kept\n");
        assertThat(((EditOutcome.Edited) outcome).problems()).isEmpty();
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("emptyDigests")
    void anEmptyDigestBesideATagStaysAndIsReportedIfThePolicyDoesNotPin(
            Finder finder, String path, String before, int line) {
        EditOutcome outcome = edit(path, bytes(before + "\"\"\n"), search(finder, false));

        assertThat(text(outcome)).isEqualTo(before.replace("\"1\"", "\"2.0.1\"") + "\"\"\n");
        assertThat(((EditOutcome.Edited) outcome).problems())
                .extracting(Problem::line)
                .containsExactly(line);
        assertThat(((EditOutcome.Edited) outcome).problems().getFirst().reason())
                .endsWith("digest is empty and is not filled; set digest: true in the policy to fill it");
    }

    @Test
    void anEmptyDigestThatIsTheOnlyPlaceIsFilled() {
        byte[] file = bytes("images:\n- name: " + EditTable.IMAGE + "\n  digest:\n");

        assertThat(text(edit("kustomization.yaml", file, new Finder.Kustomize())))
                .endsWith("  digest: " + EditTable.SHA + "\n");
    }

    private static Search search(Finder finder) {
        return search(finder, false);
    }

    private static Search search(Finder finder, boolean pinned) {
        return new Search("web", new ImageName(EditTable.IMAGE), List.of(finder), pinned);
    }

    private static EditOutcome edit(String path, byte[] file, Finder finder) {
        return edit(path, file, search(finder));
    }

    private static EditOutcome edit(String path, byte[] file, Search search) {
        return ManifestEditor.edit(
                path, file, List.of(new TargetVersion(search, new Tag("2.0.1"), new Digest(EditTable.SHA))), KNOWN);
    }

    private static String text(EditOutcome outcome) {
        return new String(((EditOutcome.Edited) outcome).content(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package dev.millrace.updater.edit;

import static dev.millrace.updater.edit.EditTable.IMAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.SearchResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are not there yet are added once, in the style of their file, to the byte. */
class AdditionTest {
    private static final Pattern SPAN = Pattern.compile("«([^»]*)»([^»]*)»");
    private static final Set<String> KNOWN = Set.of("web", "api");

    static Stream<Arguments> plain() {
        return AdditionTable.all();
    }

    static Stream<Arguments> pinned() {
        return AdditionTable.pinned();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plain")
    void aMissingValueIsAddedOnce(String what, Finder finder, String path, String text, List<Integer> lines) {
        check(finder, path, text, lines, false);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pinned")
    void aMissingValueIsAddedWithItsDigest(String what, Finder finder, String path, String text, List<Integer> lines) {
        check(finder, path, text, lines, true);
    }

    private static void check(Finder finder, String path, String text, List<Integer> lines, boolean pinned) {
        String before = SPAN.matcher(text).replaceAll(span -> Matcher.quoteReplacement(span.group(1)));
        String after = SPAN.matcher(text).replaceAll(span -> Matcher.quoteReplacement(span.group(2)));
        List<TargetVersion> targets = List.of(target("web", IMAGE, finder, pinned));

        EditOutcome outcome = ManifestEditor.edit(path, bytes(before), targets, KNOWN);

        assertThat(text(outcome, before)).as(outcome.toString()).isEqualTo(after);
        assertThat(problems(outcome)).extracting(Problem::line).containsExactlyElementsOf(lines);
        assertThat(outcome)
                .isInstanceOf(before.equals(after) ? EditOutcome.AlreadyCurrent.class : EditOutcome.Edited.class);
        assertThat(ManifestEditor.edit(path, bytes(after), targets, KNOWN))
                .isInstanceOf(EditOutcome.AlreadyCurrent.class);
    }

    @Test
    void aSearchNamesThePoliciesThatMissAValue() {
        Search search = target("web", IMAGE, new Finder.Kustomize(), false).search();

        SearchResult result = ManifestEditor.find("kustomization.yaml", bytes("a: 1\n"), List.of(search), KNOWN);

        assertThat(result).isEqualTo(new SearchResult.Found(List.of(), List.of(), Set.of(), Set.of("web")));
        assertThat(ManifestEditor.mayHold(bytes("a: 1\n"), List.of(search))).isTrue();
    }

    @Test
    void severalPoliciesAddTheirEntriesToOneFile() {
        List<TargetVersion> targets = List.of(
                target("web", IMAGE, new Finder.Kustomize(), false),
                target("api", "reg.example/shop/api", new Finder.Kustomize(), false));

        EditOutcome outcome = ManifestEditor.edit("kustomization.yaml", bytes("a: 1\n"), targets, KNOWN);

        assertThat(text(outcome, "")).isEqualTo("""
                        a: 1
                        images:
                        - name: reg.example/shop/web
                          newTag: 2.0.1
                        - name: reg.example/shop/api
                          newTag: 2.0.1
                        """);
        assertThat(((EditOutcome.Edited) outcome).changes())
                .containsExactly(
                        new Change("web", "images[0].newTag", 4, "", "2.0.1"),
                        new Change("api", "images[1].newTag", 6, "", "2.0.1"));
    }

    @Test
    void ofTwoPoliciesForOneImageTheFirstOneAdds() {
        List<TargetVersion> targets = List.of(
                target("web", IMAGE, new Finder.Kustomize(), false),
                target("api", IMAGE, new Finder.Kustomize(), false));

        EditOutcome outcome = ManifestEditor.edit("kustomization.yaml", bytes("a: 1\n"), targets, KNOWN);

        assertThat(((EditOutcome.Edited) outcome).changes()).hasSize(1);
        assertThat(problems(outcome))
                .singleElement()
                .extracting(Problem::reason)
                .asString()
                .contains("only web does");
    }

    @Test
    void aNameOfDockerHubIsReported() {
        List<TargetVersion> targets = List.of(target("web", "docker.io/library/nginx", new Finder.Kustomize(), false));

        EditOutcome outcome = ManifestEditor.edit("kustomization.yaml", bytes("a: 1\n"), targets, KNOWN);

        assertThat(outcome).isInstanceOf(EditOutcome.AlreadyCurrent.class);
        assertThat(problems(outcome)).hasSize(1);
    }

    @Test
    void anAdditionIsRevertedToAnEmptyValue() {
        TargetVersion target = target("web", IMAGE, new Finder.Kustomize(), false);
        EditOutcome.Edited edited =
                (EditOutcome.Edited) ManifestEditor.edit("kustomization.yaml", bytes("a: 1\n"), List.of(target), KNOWN);
        List<Setting> settings = edited.changes().stream()
                .map(change -> new Setting(change.policy(), change.field(), change.to(), change.from()))
                .toList();

        EditOutcome reverted =
                ManifestEditor.set("kustomization.yaml", edited.content(), List.of(target.search()), KNOWN, settings);

        assertThat(text(reverted, "")).endsWith("  newTag: \"\"\n");
        assertThat(text(
                        ManifestEditor.edit("kustomization.yaml", bytes(text(reverted, "")), List.of(target), KNOWN),
                        ""))
                .endsWith("  newTag: \"2.0.1\"\n");
    }

    private static TargetVersion target(String policy, String image, Finder finder, boolean pinned) {
        Search search = new Search(policy, new ImageName(image), List.of(finder), pinned, true, true);
        return new TargetVersion(search, new Tag("2.0.1"), new Digest(EditTable.SHA));
    }

    private static String text(EditOutcome outcome, String before) {
        return outcome instanceof EditOutcome.Edited edited
                ? new String(edited.content(), StandardCharsets.UTF_8)
                : before;
    }

    private static List<Problem> problems(EditOutcome outcome) {
        return switch (outcome) {
            case EditOutcome.Edited edited -> edited.problems();
            case EditOutcome.AlreadyCurrent current -> current.problems();
            case EditOutcome.Unreadable(String reason, int line) -> List.of(new Problem(line, reason));
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

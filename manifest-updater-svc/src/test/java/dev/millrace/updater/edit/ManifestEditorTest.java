package dev.millrace.updater.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.find.Search;
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

/** The changes of an edit, to the byte, and its reported problems. */
class ManifestEditorTest {
    private static final Pattern SPAN = Pattern.compile("«([^»]*)»([^»]*)»");
    private static final Set<String> KNOWN = Set.of("web", "other");

    static Stream<Arguments> table() {
        return EditTable.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void onlyTheseBytesDiffer(String what, String path, String tag, String text) {
        byte[] before = bytes(SPAN.matcher(text).replaceAll(span -> Matcher.quoteReplacement(span.group(1))));

        EditOutcome outcome = ManifestEditor.edit(path, before, List.of(target(tag)), KNOWN);

        assertThat(outcome).isInstanceOf(EditOutcome.Edited.class);
        EditOutcome.Edited edited = (EditOutcome.Edited) outcome;
        assertThat(new String(edited.content(), StandardCharsets.UTF_8))
                .isEqualTo(SPAN.matcher(text).replaceAll(span -> Matcher.quoteReplacement(span.group(2))));
        assertThat(edited.changes()).hasSize((int) SPAN.matcher(text).results().count());
        assertThat(edited.problems()).isEmpty();
        assertThat(ManifestEditor.edit(path, edited.content(), List.of(target(tag)), KNOWN))
                .isInstanceOf(EditOutcome.AlreadyCurrent.class);
    }

    @Test
    void aChangeNamesItsFieldAndValues() {
        byte[] file = bytes("a: 1\nimages:\n- name: " + EditTable.IMAGE + "\n  newTag: \"1.9\"\n");

        EditOutcome outcome = ManifestEditor.edit("kustomization.yaml", file, List.of(target("1.10")), KNOWN);

        assertThat(((EditOutcome.Edited) outcome).changes())
                .containsExactly(new Change("web", "images[0].newTag", 4, "1.9", "1.10"));
    }

    @Test
    void aPinnedReferenceHasItsDigest() {
        byte[] file = bytes("image: x:1 # {\"$imagepolicy\": \"web\"}\n");
        TargetVersion pinned = new TargetVersion(search(true), new Tag("2"), new Digest(EditTable.SHA));

        EditOutcome outcome = ManifestEditor.edit("a.yaml", file, List.of(pinned), KNOWN);

        assertThat(text(outcome))
                .isEqualTo("image: " + EditTable.IMAGE + ":2@" + EditTable.SHA + " # {\"$imagepolicy\": \"web\"}\n");
    }

    @Test
    void anInvalidFileIsReportedWithItsLine() {
        byte[] file = bytes("a: 1\n{{- if .Values.x }}\nimage: x:1 # {\"$imagepolicy\": \"web\"}\n{{- end }}\n");

        EditOutcome outcome = ManifestEditor.edit("a.yaml", file, List.of(target("2")), KNOWN);

        assertThat(outcome)
                .isInstanceOfSatisfying(EditOutcome.Unreadable.class, unreadable -> assertThat(unreadable.line())
                        .isBetween(1, 3));
    }

    @Test
    void aFileThatIsNotUtf8IsReported() {
        byte[] file = "tag: é # {\"$imagepolicy\": \"web\"}".getBytes(StandardCharsets.ISO_8859_1);

        EditOutcome outcome = ManifestEditor.edit("a.yaml", file, List.of(target("2")), KNOWN);

        assertThat(outcome).isEqualTo(new EditOutcome.Unreadable("not UTF-8", 1));
    }

    @Test
    void aMarkerOfAnUnknownPolicyIsReportedAndTheOthersAreFollowed() {
        byte[] file = bytes("a: x:1 # {\"$imagepolicy\": \"wob\"}\nb: 1 # {\"$imagepolicy\": \"web:tag\"}\n");

        EditOutcome outcome = ManifestEditor.edit("a.yaml", file, List.of(target("v2")), KNOWN);

        assertThat(text(outcome)).contains("b: v2 #").contains("a: x:1 #");
        assertThat(((EditOutcome.Edited) outcome).problems())
                .containsExactly(new Problem(1, "unknown policy in the marker: wob"));
    }

    @Test
    void aMarkerThatIsInvalidOrHasNoValueIsReported() {
        byte[] file = bytes("a:\n# {\"$imagepolicy\": \"web\"}\n\nb: 1 # {$imagepolicy: web}\n");

        EditOutcome outcome = ManifestEditor.edit("a.yaml", file, List.of(target("v2")), KNOWN);

        assertThat(((EditOutcome.AlreadyCurrent) outcome).problems())
                .extracting(Problem::line)
                .containsExactly(2, 4);
    }

    @Test
    void aKustomizeEntryWithNothingToChangeIsReported() {
        byte[] file = bytes("images:\n- name: web\n  newName: " + EditTable.IMAGE + "\n");

        EditOutcome outcome = ManifestEditor.edit("kustomization.yaml", file, List.of(target("v2")), KNOWN);

        assertThat(((EditOutcome.AlreadyCurrent) outcome).problems())
                .extracting(Problem::line)
                .containsExactly(2);
    }

    @Test
    void imagesOfAnotherKindOfFileAreNotKustomizeEntries() {
        byte[] file = bytes("images:\n- name: " + EditTable.IMAGE + "\n  newTag: v1\n");

        EditOutcome outcome = ManifestEditor.edit("values.yaml", file, List.of(target("v2")), KNOWN);

        assertThat(outcome).isEqualTo(new EditOutcome.AlreadyCurrent(0, List.of()));
    }

    @Test
    void aBlockOfSeveralLinesIsKeptAndReported() {
        byte[] file = bytes("# {\"$imagepolicy\": \"web:tag\"}\ntag: |\n  one\n  two\n");

        EditOutcome outcome = ManifestEditor.edit("a.yaml", file, List.of(target("v2")), KNOWN);

        assertThat(((EditOutcome.AlreadyCurrent) outcome).problems())
                .containsExactly(new Problem(2, "not edited: the value has several lines; write it on one line"));
    }

    @Test
    void neitherOfTwoPoliciesGetsAnEntry() {
        byte[] file = bytes("images:\n- name: " + EditTable.IMAGE + "\n  newTag: v1\n");
        TargetVersion second = new TargetVersion(
                new Search("other", new ImageName(EditTable.IMAGE), List.of(new Finder.Kustomize()), false),
                new Tag("v3"),
                new Digest(EditTable.SHA));

        EditOutcome outcome = ManifestEditor.edit("kustomization.yaml", file, List.of(target("v2"), second), KNOWN);

        EditOutcome withRival =
                ManifestEditor.edit("kustomization.yaml", file, List.of(target("v2")), List.of(second.search()), KNOWN);

        assertThat(List.of(outcome, withRival))
                .allSatisfy(one -> assertThat(((EditOutcome.AlreadyCurrent) one).problems())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.reason())
                                .startsWith("the policies web and other claim one value; nothing is written to it")));
    }

    private static Search search(boolean pinned) {
        return new Search(
                "web",
                new ImageName(EditTable.IMAGE),
                List.of(new Finder.Kustomize(), new Finder.Comment("STAGING_TAG")),
                pinned);
    }

    private static TargetVersion target(String tag) {
        return new TargetVersion(search(false), new Tag(tag), new Digest(EditTable.SHA));
    }

    private static String text(EditOutcome outcome) {
        return new String(((EditOutcome.Edited) outcome).content(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

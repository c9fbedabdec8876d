package dev.millrace.updater.edit;

import static dev.millrace.updater.edit.EditTable.IMAGE;
import static dev.millrace.updater.edit.EditTable.SHA;
import static dev.millrace.updater.edit.FinderTable.OLD_SHA;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Places with a newer version stay, with the digest and the name beside them; all others of the policy are edited. */
class VersionGuardTest {
    private static final Pattern SPAN = Pattern.compile("«([^»]*)»([^»]*)»");
    private static final String MARK = " # {\"$imagepolicy\": \"web\"}\n";
    private static final String TAG = " # {\"$imagepolicy\": \"web:tag\"}\n";
    private static final String DIGEST = " # {\"$imagepolicy\": \"web:digest\"}\n";

    private static final String NEWER = "sha256:9" + "c".repeat(63);

    /** Versions that begin with a nine are newer. */
    private static final VersionGuard GUARD = (tag, digest) -> tag.map(Tag::value)
            .or(() -> digest.map(Digest::value))
            .filter(version -> version.matches("9.*|sha256:9c+"))
            .map(version -> "not older: " + version);

    static final List<Arguments> FILES = List.of(
            Arguments.of("a.yaml", "a: 9.0" + TAG + "b: «1.0»2.0.1»" + TAG, List.of(1)),
            Arguments.of(
                    "a.yaml",
                    "a: " + IMAGE + ":9.0" + MARK + "b: «" + IMAGE + ":1»" + IMAGE + ":2.0.1»" + MARK,
                    List.of(1)),
            Arguments.of("a.yaml", "a: ${T:-9.0}" + TAG + "b: «${T:-1.0}»${T:-2.0.1}»" + TAG, List.of(1)),
            Arguments.of("a.yaml", "a: «\"\"»\"2.0.1\"»" + TAG + "b: 9.0" + TAG, List.of(2)),
            Arguments.of("a.yaml", "a:\n  t: 9.0" + TAG + "  d: " + OLD_SHA + DIGEST, List.of(2)),
            Arguments.of(
                    "a.yaml",
                    "a:\n  t: 9.0" + TAG + "  d: " + OLD_SHA + DIGEST + "b:\n  t: «1.0»2.0.1»" + TAG + "  d: «"
                            + OLD_SHA + "»" + SHA + "»" + DIGEST,
                    List.of(2)),
            Arguments.of(
                    "kustomization.yaml",
                    "images:\n- name: " + IMAGE + "\n  newTag: 9.0\n  digest: " + OLD_SHA + "\n- name: web\n  newName: "
                            + IMAGE + "\n  newTag: «1.0»2.0.1»\n",
                    List.of(3)),
            Arguments.of("a.yaml", "d: " + NEWER + DIGEST + "e: «" + OLD_SHA + "»" + SHA + "»" + DIGEST, List.of(1)),
            Arguments.of("a.yaml", "i: " + IMAGE + "@" + NEWER + MARK, List.of(1)),
            Arguments.of("a.yaml", "t: «1.0»2.0.1»" + TAG + "d: «" + NEWER + "»" + SHA + "»" + DIGEST, List.of()),
            Arguments.of(
                    "kustomization.yaml",
                    "images:\n- name: " + IMAGE + "\n  digest: " + NEWER + "\n- name: web\n  newName: " + IMAGE
                            + "\n  digest: «" + OLD_SHA + "»" + SHA + "»\n",
                    List.of(3)));

    @ParameterizedTest(name = "{0} {1}")
    @FieldSource("FILES")
    void aNewerVersionStaysAndIsReported(String path, String text, List<Integer> lines) {
        byte[] before = SPAN.matcher(text)
                .replaceAll(span -> Matcher.quoteReplacement(span.group(1)))
                .getBytes(StandardCharsets.UTF_8);
        Search search = new Search("web", new ImageName(IMAGE), List.of(new Finder.Kustomize()), false);

        EditOutcome outcome = ManifestEditor.edit(
                path,
                before,
                List.of(new TargetVersion(search, new Tag("2.0.1"), new Digest(SHA), GUARD)),
                Set.of("web"));

        List<Problem> problems = outcome instanceof EditOutcome.Edited edited
                ? edited.problems()
                : ((EditOutcome.AlreadyCurrent) outcome).problems();
        byte[] after = outcome instanceof EditOutcome.Edited edited ? edited.content() : before;
        assertThat(new String(after, StandardCharsets.UTF_8))
                .isEqualTo(SPAN.matcher(text).replaceAll(span -> Matcher.quoteReplacement(span.group(2))));
        assertThat(problems).extracting(Problem::line).containsExactlyElementsOf(lines);
        assertThat(problems).allMatch(problem -> problem.reason().startsWith("not older"));
    }
}

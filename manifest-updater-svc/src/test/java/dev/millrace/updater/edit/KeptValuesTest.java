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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values without evidence that they are of the image stay, to the byte, and are reported. */
class KeptValuesTest {
    private static final Pattern SPAN = Pattern.compile("«([^»]*)»([^»]*)»");
    private static final Set<String> KNOWN = Set.of("web", "team-a:api", "team-b:api");

    static Stream<Arguments> table() {
        return KeptTable.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void aValueOfSomethingElseStays(
            String what, boolean named, Finder finder, String path, String text, List<Integer> lines) {
        String before = SPAN.matcher(text).replaceAll(span -> Matcher.quoteReplacement(span.group(1)));
        Search search = new Search("web", new ImageName(EditTable.IMAGE), List.of(finder), false, named);

        EditOutcome outcome = ManifestEditor.edit(
                path,
                before.getBytes(StandardCharsets.UTF_8),
                List.of(new TargetVersion(search, new Tag("2.0.1"), new Digest(EditTable.SHA))),
                KNOWN);

        assertThat(text(outcome, before))
                .as(outcome.toString())
                .isEqualTo(SPAN.matcher(text).replaceAll(span -> Matcher.quoteReplacement(span.group(2))));
        assertThat(problems(outcome)).extracting(Problem::line).containsExactlyElementsOf(lines);
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
}

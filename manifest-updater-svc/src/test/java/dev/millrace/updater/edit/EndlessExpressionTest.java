package dev.millrace.updater.edit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.find.Search;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Expressions of users that take long, on files of others. */
class EndlessExpressionTest {
    @Test
    void anExpressionWithManyWaysNotToMatchEnds() {
        EditOutcome outcome = edit("a".repeat(50_000) + "!", "(a|aa)+(?<tag>b)");

        assertThat(outcome).isEqualTo(new EditOutcome.AlreadyCurrent(0, List.of()));
    }

    @Test
    void anExpressionThatReadsTheFileAgainForEachOfItsMatchesIsStoppedAndReported() {
        EditOutcome outcome = edit("a".repeat(20_000), "(?s)(?<tag>a)(?:.*b)?");

        assertThat(((EditOutcome.AlreadyCurrent) outcome).problems())
                .extracting(Problem::reason)
                .containsExactly("the expression takes too long in this file; simplify it: (?s)(?<tag>a)(?:.*b)?");
    }

    private static EditOutcome edit(String file, String expression) {
        Search search = new Search(
                "web",
                new ImageName("reg.example/shop/web"),
                List.of(new Finder.Text(Pattern.compile(expression))),
                false);
        TargetVersion target = new TargetVersion(search, new Tag("2"), new Digest("sha256:" + "a".repeat(64)));
        return ManifestEditor.edit("x.txt", file.getBytes(StandardCharsets.UTF_8), List.of(target), Set.of("web"));
    }
}

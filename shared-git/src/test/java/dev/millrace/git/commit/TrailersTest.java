package dev.millrace.git.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.Upstream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected values are those of {@code git interpret-trailers --parse --no-divider}. */
class TrailersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Subject\\n\\nKey: value\\n | Key=value",
                "Subject\\n\\nbody\\n\\nA: 1\\nB: 2\\nA: 3\\n\\n\\n | A=1,B=2,A=3",
                "Subject\\n\\nA : spaced\\nB:tight\\n | A=spaced,B=tight",
                "Subject\\n\\nA: first\\n  second\\n\\tthird\\n | A=first second third",
                "Subject\\r\\n\\r\\nA: 1\\r\\n | A=1",
                "Subject\\n\\nA: http://host:80/x?a=b\\n | A=http://host:80/x?a=b",
                "Subject\\n\\nEmpty:\\n | Empty=",
                "Key: in the subject\\n | ''",
                "Subject\\nKey: in the subject's paragraph\\n | ''",
                "Subject\\n\\nKey: not in the last paragraph\\n\\nbye\\n | ''",
                "Subject\\n\\nSome prose.\\nNote: this is prose too\\n | ''",
                "Subject\\n\\nprose\\nSigned-off-by: D <d@e>\\nA: 1\\n | Signed-off-by=D <d@e>,A=1",
                "Subject\\n\\n1\\n2\\n3\\n4\\nSigned-off-by: D <d@e>\\n | ''",
                "Subject\\n\\nA: 1\\n(cherry picked from commit 12)\\n | A=1",
                "Subject\\n\\nNo Key: has blanks\\n | ''",
                "'' | ''",
            })
    void readsTheLastParagraph(String message, String expected) {
        String text = message.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");

        Stream<String> read = Trailers.of(text).stream().map(trailer -> trailer.key() + "=" + trailer.value());

        assertThat(String.join(",", read.toList())).isEqualTo(expected);
    }

    @Test
    void aCommitReturnsAllValuesOfAKeyInAnyCase() {
        Person dana = Upstream.DANA;
        Commit commit = new Commit(
                CommitId.NONE,
                List.of(),
                dana,
                dana,
                Upstream.NOON,
                "Subject\n\nMillrace-Image: a\nmillrace-image: b\nOther: c\n");

        assertThat(commit.trailers("Millrace-Image")).containsExactly("a", "b");
        assertThat(commit.subject()).isEqualTo("Subject");
    }
}

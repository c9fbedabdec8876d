package dev.millrace.sync.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.sync.steer.Reason;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A message is one line of bounded length in a status. */
class TextTest {
    private static final String FACE = "😀";

    static final List<Arguments> LINES = List.of(
            arguments("nothing", "", ""),
            arguments("one line", "it failed", "it failed"),
            arguments("a line break", "it failed\nhere", "it failed here"),
            arguments("Windows' line break", "it failed\r\nhere", "it failed here"),
            arguments("white space around breaks is one space", "it failed:  \n\n   here", "it failed: here"),
            arguments("breaks at both ends", "\n it failed \n", "it failed"),
            arguments("breaks of Unicode", "a\u2028b\u2029c\u0085d", "a b c d"),
            arguments("a tab", "a\tb", "a b"),
            arguments("a tab is no break", "a \t b", "a   b"),
            arguments("spaces in a line stay", "a  b", "a  b"),
            arguments("as long as it may be", "x".repeat(1_000), "x".repeat(1_000)),
            arguments("one character too long", "x".repeat(1_001), "x".repeat(1_000) + " …"),
            arguments("very long", "x".repeat(1_000_000), "x".repeat(1_000) + " …"),
            arguments("long, and mostly white space", "a" + "\n ".repeat(5_000) + "b", "a"),
            arguments(
                    "a character of two units at the limit is left out",
                    "x".repeat(999) + FACE + "y",
                    "x".repeat(999) + " …"),
            arguments(
                    "a character of two units before the limit stays",
                    "x".repeat(998) + FACE + "y",
                    "x".repeat(998) + FACE + " …"),
            arguments(
                    "a character of two units where reading ends is left out",
                    "x".repeat(999) + "\n".repeat(1_000) + FACE,
                    "x".repeat(999)));

    @ParameterizedTest(name = "{0}")
    @FieldSource("LINES")
    void aMessageBecomesOneLine(String name, String message, String line) {
        assertThat(Text.line(message)).as(name).isEqualTo(line);
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theLineIsAlwaysBoundedUnbrokenAndValid(long seed) {
        Random random = new Random(seed);
        String[] parts = {"x", " ", "\n", "\r\n", "\t", FACE, "ü", "\u2028", "word"};
        StringBuilder message = new StringBuilder();
        int length = random.nextInt(3_000);
        for (int i = 0; i < length; i++) {
            message.append(parts[random.nextInt(parts.length)]);
        }

        String line = Text.line(message.toString());

        assertThat(line.length()).as("seed " + seed).isLessThanOrEqualTo(1_002);
        assertThat(line).as("seed " + seed).doesNotContainPattern("[\\r\\n\\t\\u2028\\u2029\\u0085]");
        assertThat(line.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF))
                .as("seed " + seed + ": halves of characters")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void eachReasonOfAnAttemptIsOneWord(Reason reason) {
        assertThat(Text.camelCase(reason.name())).matches("[A-Z][a-z]+([A-Z][a-z]+)*");
    }

    @Test
    void aReasonOfTwoWordsIsJoined() {
        assertThat(Text.camelCase("HEALTHY_LATE")).isEqualTo("HealthyLate");
    }
}

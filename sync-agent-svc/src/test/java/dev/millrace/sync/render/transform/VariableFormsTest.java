package dev.millrace.sync.render.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of variables at their borders. */
class VariableFormsTest {
    private static final Map<String, String> VALUES =
            Map.of("A", "abcdef", "E", "", "U", "\u00e4\u00f6", "P", "a.b.c", "_x1", "under", "S", "a*b");

    private static String expand(String text) {
        return new Substitution(VALUES).read(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // parts
                "${A:0}|abcdef",
                "${A:0:0}|''",
                "${A:6}|''",
                "${A:5}|f",
                "${A:0:6}|abcdef",
                "${A:0:7}|abcdef",
                "${A:2:99999999999}|abcdef",
                "${A:x}|abcdef",
                "${A:1:x}|abcdef",
                "${A:}|abcdef",
                "${A: -6}|abcdef",
                "${A: -7}|abcdef",
                "${A: -2:1}|e",
                "${A:1:-1}|bcde",
                "${A:4:-4}|''",
                "${A:2147483647:2147483647}|''",
                "${A: -2147483648}|abcdef",
                "${E:0:5}|''",
                // the case of letters
                "${U^}|\u00c4\u00f6",
                "${U^^}|\u00c4\u00d6",
                "${E^}|''",
                "${E,,}|''",
                // length
                "${#E}|0",
                "${#U}|2",
                // prefixes and suffixes
                "${P#a}|.b.c",
                "${P#*}|a.b.c",
                "${P##*}|''",
                "${P%*}|a.b.c",
                "${P%%*}|''",
                "${P#?}|.b.c",
                "${P%?.?}|a.",
                "${P%.}|a.b.c",
                "${P#}|a.b.c",
                "${S#a*}|*b",
                "${S#[a]}|a*b",
                "${E#a}|''",
                // replacements
                "${P/./-}|a-b.c",
                "${P//./-}|a-b-c",
                "${P//.}|abc",
                "${P/x/y}|a.b.c",
                "${P//}|a.b.c",
                "${P/#a./}|b.c",
                "${P/%.c/}|a.b",
                "${P/#b/x}|a.b.c",
                "${E/a/b}|''",
                "${A/c/${E}}|abdef",
                "${A/${N:-cd}/-}|ab-ef",
                "${P/./\\/}|a/b.c",
                // defaults
                "${E:-d}|d",
                "${E-d}|''",
                "${E=d}|d",
                "${E:+s}|''",
                "${E+s}|s",
                "${N+s}|''",
                "${N:-}|''",
                "${N:-\\}}|}",
                "${N:-a\\b}|a\\b",
                "${N:-$A}|$A",
                "${N:-$${A}}|$abcdef",
                "${_x1}|under",
                "${A}${A}|abcdefabcdef",
                // a value that has to be set
                "${A:?no}|abcdef",
                "${A?no}|abcdef",
                "${E?no}|''",
            })
    void eachFormHasItsResult(String text, String expected) {
        assertThat(expand(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${N?no}", "${N:?}", "${E:?no}"})
    void aValueThatHasToBeSetIsNot(String text) {
        assertThatThrownBy(() -> expand(text)).hasMessage("the variable " + text.charAt(2) + " is not set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${|a ${ that begins no variable ($${ is a plain one)",
                "${#}|a ${ that begins no variable ($${ is a plain one)",
                "${1A}|a ${ that begins no variable ($${ is a plain one)",
                "${-A}|a ${ that begins no variable ($${ is a plain one)",
                "${A.b}|a ${ with what is no form of a variable",
                "${#A:1}|a ${ with what is no form of a variable",
                "${#A|a ${ that is not closed",
                "${A/x/y|a ${ that is not closed",
                "${A/x|a ${ that is not closed",
                "${A:1:2|a ${ that is not closed",
                "${N:-${A}|a ${ that is not closed",
                "${N:-\\}|a ${ that is not closed"
            })
    void anyOtherFormIsAnError(String text, String reason) {
        assertThatThrownBy(() -> expand(text)).hasMessage(reason);
    }

    @Test
    void variablesAreNestedTwentyLevelsDeep() {
        String twenty = "${N:-".repeat(20) + "x" + "}".repeat(20);

        assertThat(expand("${N:-" + twenty + "}")).isEqualTo("x");
        assertThatThrownBy(() -> expand("${N:-${N:-" + twenty + "}}"))
                .hasMessage("variables nested deeper than 20 levels");
    }

    @Test
    void aTextUnfoldsToOneMebibyte() {
        Substitution half = new Substitution(Map.of("H", "x".repeat(1 << 19)));

        assertThat(half.read("${H}${H}")).hasSize(1 << 20);
        assertThatThrownBy(() -> half.read("y${H}${H}")).hasMessage("its variables unfold to more than 1 MiB");
        assertThatThrownBy(() -> half.read("${N:-y${H}${H}}")).hasMessage("its variables unfold to more than 1 MiB");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anEscapedTextIsExpandedToItself(long seed) {
        Random random = new Random(seed);
        String letters = "ab$\\{}:-#%/^,*?= \n";
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            String plain = text.toString().replaceAll("\\$+", "\\$");

            assertThat(expand(plain.replace("${", "$${")))
                    .as("seed %d: %s", seed, plain)
                    .isEqualTo(plain);
        }
    }
}

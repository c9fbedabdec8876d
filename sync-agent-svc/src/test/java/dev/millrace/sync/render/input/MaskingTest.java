package dev.millrace.sync.render.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.application.reference.ReferenceKind;
import dev.millrace.sync.named.Named;
import dev.millrace.sync.named.ReferenceContent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of Secrets in messages. */
class MaskingTest {
    static final List<Arguments> ENTRIES = List.of(
            row("a bare value", "hunter2", "bad: hunter2", "bad: ***"),
            row("a value with a line break at its end", "hunter2\n", "bad: hunter2!", "bad: ***!"),
            row("several times", "hunter2", "hunter2 hunter2", "*** ***"),
            row("a part of a word", "hunter2", "xhunter2y", "x***y"),
            row("in Base64", "hunter2", "bad: aHVudGVyMg==", "bad: ***"),
            row("a value of YAML", "password: hunter2\nuser: admin\n", "admin, hunter2", "***, ***"),
            row("a quoted value", "password: \"hunter2\"\n", "bad: hunter2", "bad: ***"),
            row("a value in single quotes", "password: 'hunter2'\n", "bad: hunter2", "bad: ***"),
            row("a nested value", "a:\n  b:\n    c: hunter2\n", "bad: hunter2", "bad: ***"),
            row("an item of a list", "passwords:\n- hunter2\n- other77\n", "hunter2, other77", "***, ***"),
            row("an item in flow style", "{a: {b: [hunter2, other77]}}", "hunter2, other77", "***, ***"),
            row("JSON", "{\"password\": \"hunter2\", \"x\": 1}", "bad: hunter2", "bad: ***"),
            row("compact JSON", "{\"password\":\"hunter2\",\"list\":[\"other77\"]}", "hunter2 other77", "*** ***"),
            row("a value with a comment", "password: hunter2 # the new one\n", "bad: hunter2", "bad: ***"),
            row("a value with escapes", "password: \"hunt\\u0065r2\"\n", "bad: hunter2", "bad: ***"),
            row("a value in a block", "key: |\n  first line\n  hunter2\n", "bad: hunter2", "bad: ***"),
            row("a value of several lines", "one two\nhunter2", "bad: one two\nhunter2", "bad: ***"),
            row("a value that contains another", "hunter\nhunter22", "hunter22 hunter", "*** ***"),
            row("a number", "pin: 471100\n", "bad: 471100", "bad: ***"),
            row("no YAML", "a: [hunter2\nb: hunter3", "hunter3", "***"),
            row("a value in JSON", "hun\"ter2", "bad: {\"a\": \"hun\\\"ter2\"}", "bad: {\"a\": \"***\"}"),
            row("a value in an address", "p@ss/word", "bad: db://web:p%40ss%2Fword@db", "bad: db://web:***@db"),
            row(
                    "a value in JSON of Go",
                    "<p&ss>word",
                    "bad: {\"a\":\"\\u003cp\\u0026ss\\u003eword\"}",
                    "bad: {\"a\":\"***\"}"),
            row("in Base64 for addresses", "hunter2>>?", "bad: aHVudGVyMj4-Pw", "bad: ***"),
            row(
                    "in Base64 of several lines",
                    "0123456789".repeat(6),
                    "bad: MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMT\nIzNDU2Nzg5!",
                    "bad: ***!"),
            row("a boolean", "debug: true\n", "it is true", "it is true"),
            row("a frame of PEM", "-----BEGIN X-----\nabcdef\n", "-----BEGIN X-----, abcdef", "-----BEGIN X-----, ***"),
            row("overlapping values", "abcd\ncdef", "xabcdefy", "x***y"),
            row("a short value", "ab", "ab abc", "ab abc"),
            row("three characters", "abc", "ab abc", "ab ***"),
            row("nothing", "", "bad", "bad"),
            row("only spaces", "  \n \n", "a   b", "a   b"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("ENTRIES")
    void aValueOfASecretIsMasked(String situation, String entry, String message, String expected) {
        assertThat(masking(ReferenceKind.SECRET, entry).in(message)).isEqualTo(expected);
    }

    @Test
    void aValueOfAConfigMapIsShown() {
        assertThat(masking(ReferenceKind.CONFIG_MAP, "password: hunter2").in("bad: hunter2"))
                .isEqualTo("bad: hunter2");
    }

    @Test
    void aSecretThatIsMissingOrRefusedMasksNothing() {
        Masking masking = Masking.of(Map.of(
                new Named(ReferenceKind.SECRET, "shop", "a"), new ReferenceContent.Missing(),
                new Named(ReferenceKind.SECRET, "shop", "b"), new ReferenceContent.Refused("forbidden")));

        assertThat(masking.in("forbidden")).isEqualTo("forbidden");
    }

    @Test
    void aRenderedSecretMasksItsLongerValuesEachAsAWhole() {
        Masking masking = Masking.NONE.andRendered(List.of("hunter2", "web", "a: other77"));

        assertThat(Masking.NONE
                        .andRendered(List.of("level: info\npassword=hunter2\n"))
                        .in("level: info, password=hunter2"))
                .isEqualTo("level: info, ***");
        assertThat(masking.in("web hunter2 other77")).isEqualTo("web *** other77");
        assertThat(masking.isIn("aHVudGVyMg==")).isTrue();
        assertThat(masking.isIn("web other77")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noMessageHoldsAValueInAnyForm(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            String value = "pw" + Long.toString(random.nextLong(1L << 40), 36) + "x";
            String entry = List.of(
                            "%s", "a: %s", "a: \"%s\"", "- %s", "{\"a\": [\"%s\"]}", "a: &x %s\nb: *x", "x=1\ny=%s")
                    .get(random.nextInt(7))
                    .formatted(value);
            String encoded = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));

            String masked = masking(ReferenceKind.SECRET, entry)
                    .in("error near " + (entry.contains("=1") ? "y=" : "") + value + ": " + entry);

            assertThat(masked)
                    .as("seed %d: %s", seed, entry)
                    .doesNotContain(value)
                    .doesNotContain(encoded);
        }
    }

    private static Masking masking(ReferenceKind kind, String entry) {
        return Masking.of(
                Map.of(new Named(kind, "shop", "a"), new ReferenceContent.Found(Map.of("values.yaml", entry))));
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }
}

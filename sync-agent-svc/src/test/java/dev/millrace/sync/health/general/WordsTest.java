package dev.millrace.sync.health.general;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class WordsTest {
    static final List<Arguments> TEXTS = List.of(
            row("", List.of()),
            row(" .-/ ", List.of()),
            row("CrashLoopBackOff", List.of("crash", "loop", "back", "off")),
            row("crash-loop back_off", List.of("crash", "loop", "back", "off")),
            row("APIError", List.of("api", "error")),
            row("OOMKilled", List.of("oom", "killed")),
            row("HTTP", List.of("http")),
            row("podIPs", List.of("pod", "i", "ps")),
            row("can't", List.of("can't")),
            row("0 errors", List.of("0", "errors")),
            row("errors: 0", List.of("errors", "0")),
            row("10 errors", List.of("errors")),
            row("v1beta2", List.of("v", "beta")),
            row("Größe ÄÖ", List.of("größe", "äö")));

    @ParameterizedTest
    @FieldSource("TEXTS")
    void aTextIsSplitAtCapitalsDigitsAndPunctuation(String text, List<String> words) {
        assertThat(Words.of(text)).isEqualTo(words);
        assertThat(Words.of(text)).isEqualTo(words);
    }

    @Test
    void onlyTheBeginningOfALongTextIsRead() {
        assertThat(Words.of("ab ".repeat(100_000))).hasSize(171);
        assertThat(Words.of("x".repeat(100_000))).containsExactly("x".repeat(512));
    }

    @Test
    void manyDifferentTextsLeaveTheWordsOfEachAsTheyAre() {
        for (int i = 0; i < 20_000; i++) {
            String name = "node" + "x".repeat(i % 40) + "-" + i + "Ready";

            assertThat(Words.of(name)).containsExactly("node" + "x".repeat(i % 40), "ready");
        }
    }

    static final List<Arguments> MEANINGS = List.of(
            row("no errors", Meaning.NEUTRAL),
            row("0 errors", Meaning.NEUTRAL),
            row("not ready", Meaning.PROGRESSING),
            row("ready", Meaning.HEALTHY),
            row("back off", Meaning.FAILED),
            row("waiting after an error", Meaning.PROGRESSING),
            row("an error after waiting", Meaning.FAILED),
            row("failed while waiting", Meaning.FAILED),
            row("not found", Meaning.FAILED),
            row("", Meaning.NEUTRAL),
            row("purple", Meaning.NEUTRAL));

    @ParameterizedTest
    @FieldSource("MEANINGS")
    void aMessageMeansWhatItsWordsMean(String text, Meaning meaning) {
        assertThat(Texts.message(text)).isEqualTo(meaning);
    }

    private static Arguments row(Object text, Object expected) {
        return Arguments.of(text, expected);
    }
}

package dev.millrace.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class YamlDocumentTest {
    static final List<Arguments> INVALID = List.of(
            Arguments.of("", 1, 1, "the file is empty; add 'images'"),
            Arguments.of("# nothing yet\n", 1, 1, "the file is empty; add 'images'"),
            Arguments.of("images: [", 1, 10, "not YAML: "),
            Arguments.of("images: []\n---\nimages: []\n", 2, 1, "not YAML: but found another document"),
            Arguments.of("images: \"\\UFFFFFFFF\"", 1, 1, "not YAML: "),
            Arguments.of("images: \0", 1, 1, "not YAML: special characters are not allowed"),
            Arguments.of("images: *other", 1, 9, "not YAML: found undefined alias other"),
            Arguments.of("a: " + "[".repeat(50), 1, 53, "nested deeper than 50 levels"),
            Arguments.of("[".repeat(200_000), 1, 51, "nested deeper than 50 levels"),
            Arguments.of("a: &a [b]\nc: [" + "*a, ".repeat(21) + "]", 1, 1, "not YAML: Number of aliases"),
            Arguments.of("#".repeat(256 * 1024 + 1), 1, 1, "larger than 256 KiB"));

    static final List<Arguments> INVALID_MERGES = List.of(
            Arguments.of(bomb(), 6, 4, "more than 200000 values with all aliases replaced"),
            Arguments.of("a: &a [*a]", 1, 4, "an alias refers to the mapping or list that contains it"),
            Arguments.of("a: &a {b: {c: *a}}", 1, 4, "an alias refers to the mapping or list that contains it"),
            Arguments.of("a: &a {b: 1, <<: *a}", 1, 4, "an alias refers to the mapping or list that contains it"),
            Arguments.of(ladder(), 3, 13, "nested deeper than 50 levels with all aliases replaced"),
            Arguments.of("a: {<<: b}", 1, 9, "'<<' needs a mapping or a list of mappings"),
            Arguments.of("a: {<<: }", 1, 8, "'<<' needs a mapping or a list of mappings"),
            Arguments.of("a: {<<: []}", 1, 9, "'<<' needs a mapping or a list of mappings"),
            Arguments.of("a: &a {x: 1}\nb: {<<: [*a, 2]}", 2, 14, "'<<' needs a mapping or a list of mappings"),
            Arguments.of("a: &a {x: 1}\nb: {<<: *a, <<: *a}", 2, 13, "key '<<' is defined twice; write a list"));

    /** Six lists of ten aliases each, and a seventh: ten million values in 300 characters. */
    private static String bomb() {
        StringBuilder text = new StringBuilder("0: &a0 [" + "x, ".repeat(10) + "]\n");
        for (int i = 1; i <= 6; i++) {
            text.append("%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        return text.toString();
    }

    /** Three texts within the limit that are above it together. */
    private static String ladder() {
        return "a: &a " + "[".repeat(20) + "]".repeat(20) + "\nb: &b " + "[".repeat(20) + "*a" + "]".repeat(20)
                + "\nc: " + "[".repeat(20) + "*b" + "]".repeat(20);
    }

    @ParameterizedTest(name = "{3}")
    @FieldSource("INVALID")
    void anInvalidFileIsReportedWithTheReasonAndItsPosition(String text, int line, int column, String reason) {
        InvalidYaml invalid = invalid(text.getBytes(StandardCharsets.UTF_8));

        assertThat(invalid.reason()).startsWith(reason);
        assertThat(invalid.line() + ":" + invalid.column()).isEqualTo(line + ":" + column);
    }

    @ParameterizedTest(name = "{3}")
    @FieldSource("INVALID_MERGES")
    void anAliasIsBoundedByWhatItStandsFor(String text, int line, int column, String reason) {
        InvalidYaml invalid = catchThrowableOfType(
                InvalidYaml.class, () -> YamlDocument.rootWithMerges(text.getBytes(StandardCharsets.UTF_8), "images"));

        assertThat(invalid.reason()).startsWith(reason);
        assertThat(invalid.line() + ":" + invalid.column()).isEqualTo(line + ":" + column);
    }

    @Test
    void aFileOfAnotherEncodingIsInvalid() {
        InvalidYaml invalid = invalid("name: größe".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(invalid.reason()).isEqualTo("not UTF-8");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstKey() {
        byte[] content = "\uFEFFname: web".getBytes(StandardCharsets.UTF_8);

        YamlMapping file = new YamlMapping("the file", YamlDocument.root(content, "name"), Set.of("name"));

        assertThat(file.text("name")).contains("web");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "{<<: *a, own: 1}; 1 2 1",
                "{own: 1, x: 3, <<: *a}; 3 2 1",
                "{x: 3, own: 1, <<: *a}; 3 2 1",
                "{own: 1, <<: [*b, *a]}; 5 2 1",
                "{own: 1, <<: [*a, *b]}; 1 2 1",
                "{own: 1, <<: {x: 7, y: 8}}; 7 8 1",
                "{own: 1, <<: *c}; 1 9 1"
            })
    void aMergeKeyAddsTheKeysThatAreMissing(String mapping, String values) {
        String text = "a: &a {x: 1, y: 2}\nb: &b {x: 5}\nc: &c {<<: *a, y: 9}\nd: " + mapping;
        YamlMapping file = merging(text);

        YamlMapping merged = file.mapping("d", "d", Set.of("x", "y", "own")).orElseThrow();

        assertThat(merged.text("x").orElseThrow() + " " + merged.text("y").orElseThrow() + " "
                        + merged.text("own").orElseThrow())
                .isEqualTo(values);
    }

    @Test
    void aQuotedMergeKeyIsAnOrdinaryKey() {
        YamlMapping file = merging("'<<': text");

        assertThat(file.text("<<")).contains("text");
    }

    @Test
    void thousandsOfAliasesOfASmallMappingAreAllowed() {
        String text = "a: &a {x: 1, y: 2}\nb: [" + "*a, ".repeat(5_000) + "]";

        YamlMapping file = merging(text);

        assertThat(file.list("b")).hasSize(5_000);
    }

    @Test
    void aKeyThatIsDefinedTwiceBesideAMergeIsAMistake() {
        String text = "a: &a {x: 1}\nb: {<<: *a, y: 1, y: 2}";
        YamlMapping file = merging(text);

        InvalidYaml invalid = catchThrowableOfType(InvalidYaml.class, () -> file.mapping("b", "b", Set.of()));

        assertThat(invalid.reason()).isEqualTo("key 'y' is defined twice in b");
    }

    private static YamlMapping merging(String text) {
        return new YamlMapping(
                "the file", YamlDocument.rootWithMerges(text.getBytes(StandardCharsets.UTF_8), "a"), Set.of());
    }

    private static InvalidYaml invalid(byte[] content) {
        return catchThrowableOfType(InvalidYaml.class, () -> YamlDocument.root(content, "images"));
    }
}

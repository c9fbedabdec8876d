package dev.millrace.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

    @ParameterizedTest(name = "{3}")
    @FieldSource("INVALID")
    void anInvalidFileIsReportedWithTheReasonAndItsPosition(String text, int line, int column, String reason) {
        InvalidYaml invalid = invalid(text.getBytes(StandardCharsets.UTF_8));

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

    private static InvalidYaml invalid(byte[] content) {
        return catchThrowableOfType(InvalidYaml.class, () -> YamlDocument.root(content, "images"));
    }
}

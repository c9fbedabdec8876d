package dev.millrace.builder.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever a file contains, it is valid or has an error with its position. */
class HostileFilesTest {
    private static final int MUTATIONS = 3000;
    private static final String IMAGE = "images: [{name: r.example/web}]\n";
    private static final String[] INSERTIONS = {
        "null",
        "~",
        "\t",
        "\r\n",
        "\uFEFF",
        "&a ",
        "*a",
        "[",
        "]",
        "{",
        "}",
        ": ",
        "- ",
        "\"",
        "'",
        "!!int ",
        "<<: ",
        "? ",
        "|\n",
        "\0",
        "---\n",
        "%YAML 1.1\n",
        "9999999999999999999",
        "\uD83D\uDE00",
        "\\",
        "${HOME}",
        "#",
        "..",
        "{{x}}"
    };

    static final List<Arguments> INVALID = List.of(
            Arguments.of("an alias bomb", bomb(), 1, 1, "not YAML: Number of aliases"),
            Arguments.of("a recursive alias", "images: &a [*a]\n", 1, 9, "an image must be a mapping"),
            Arguments.of("a recursive mapping", "images: [&a {name: *a}]\n", 1, 10, "'name' must be a string"),
            Arguments.of("depth", IMAGE + "on: " + "[".repeat(5000), 2, 54, "nested deeper than 50 levels"),
            Arguments.of("a megabyte", "#".repeat(1 << 20), 1, 1, "larger than 256 KiB"),
            Arguments.of("a key twice", IMAGE + IMAGE, 2, 1, "key 'images' is defined twice"),
            Arguments.of("a key of an image twice", "images: [{name: r.example/a, name: r.example/a}]", 1, 30, "twice"),
            Arguments.of("an argument twice", "images: [{name: r.example/a, args: {A: 1, A: 2}}]", 1, 43, "twice"),
            Arguments.of(
                    "arguments longer than a program can take",
                    "images: [{name: r.example/a, args: {A: '" + "ä".repeat(32_769) + "'}}]",
                    1,
                    36,
                    "the values of 'args' have 65538 bytes; at most 65536"),
            Arguments.of("a tab", "images:\n\t- name: r.example/web\n", 2, 1, "not YAML"),
            Arguments.of("a null document", "null\n", 1, 1, "the configuration must be a mapping"),
            Arguments.of("a null key", IMAGE + "null: 1\n", 2, 1, "a key of the configuration must be a string"),
            Arguments.of("a merge key", "images: [{<<: {name: r.example/a}}]\n", 1, 11, "unknown key '<<'"),
            Arguments.of("another tag", "images: [{name: !!binary aGk=}]\n", 1, 17, "not an image repository"),
            Arguments.of("UTF-16", "i\0m\0a\0", 1, 1, "not YAML"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("INVALID")
    void aHostileFileIsReportedWithItsPosition(String what, String text, int line, int column, String reason) {
        ConfigurationOutcome outcome = ConfigurationFiles.read(text);

        assertThat(outcome).isInstanceOfSatisfying(ConfigurationOutcome.Invalid.class, invalid -> {
            assertThat(invalid.reason()).contains(reason);
            assertThat(invalid.line() + ":" + invalid.column()).isEqualTo(line + ":" + column);
        });
    }

    @Test
    void lineEndsOfWindowsAndAByteOrderMarkAreAllowed() {
        String text = "\uFEFF" + ConfigurationFiles.everyKey().replace("\n", "\r\n");

        assertThat(ConfigurationFiles.valid(text)).isEqualTo(ConfigurationFiles.valid(ConfigurationFiles.everyKey()));
    }

    @Test
    void nullIsAnErrorInEveryPlace() {
        List<String> files = Json.everyKey().withEachValueReplacedBy(null);

        assertThat(files).hasSizeGreaterThan(70);
        assertThat(files).allSatisfy(file -> assertThat(ConfigurationFiles.read(file))
                .isInstanceOf(ConfigurationOutcome.Invalid.class));
    }

    @Test
    void aMutatedFileIsValidOrHasAPositionWithinIt() {
        String original = ConfigurationFiles.everyKey();
        int invalid = 0;

        for (int seed = 0; seed < MUTATIONS; seed++) {
            byte[] file = mutated(original, new Random(seed));
            if (BuildConfigurationReader.read(file) instanceof ConfigurationOutcome.Invalid error) {
                long lines = new String(file, StandardCharsets.UTF_8)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
                assertThat(error.line()).as("seed %d", seed).isBetween(1, (int) lines + 2);
                assertThat(error.column()).as("seed %d", seed).isPositive();
                assertThat(error.reason()).as("seed %d", seed).isNotBlank();
                invalid++;
            }
        }

        assertThat(invalid).isGreaterThan(MUTATIONS / 3);
    }

    private static byte[] mutated(String original, Random random) {
        StringBuilder text = new StringBuilder(original);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            int length = Math.min(random.nextInt(20), text.length() - at);
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, at + length);
                case 1 -> text.insert(at, text.substring(at, at + length));
                case 2 -> text.insert(at, INSERTIONS[random.nextInt(INSERTIONS.length)]);
                default -> text.setCharAt(at, (char) random.nextInt(0x180));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static String bomb() {
        StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 10; i++) {
            text.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("]\n");
        }
        return text.toString();
    }
}

package dev.millrace.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class YamlMappingTest {
    private static final Set<String> KEYS = Set.of("name", "number", "flag", "mode", "list", "nested");

    static final List<Arguments> INVALID = List.of(
            invalid("[]", file -> {}, 1, 1, "the file must be a mapping of names to values"),
            invalid(
                    "name: a\nnmae: b",
                    file -> {},
                    2,
                    1,
                    "unknown key 'nmae' in the file; known keys are flag, list, mode, name, nested, number"),
            invalid("name: a\nname: b", file -> {}, 2, 1, "key 'name' is defined twice in the file"),
            invalid("{[a]: b}", file -> {}, 1, 2, "a key of the file must be a string"),
            invalid("flag: true", file -> file.required("name"), 1, 1, "the file needs 'name'"),
            invalid("name: [a]", file -> file.text("name"), 1, 7, "'name' must be a string"),
            invalid("name: null", file -> file.text("name"), 1, 7, "'name' must be a string"),
            invalid("name: ' '", file -> file.text("name"), 1, 7, "'name': must not be empty"),
            invalid(
                    "number: x",
                    file -> file.parsed("number", Integer::valueOf),
                    1,
                    9,
                    "'number': For input string: \"x\""),
            invalid("flag: yes", file -> file.flag("flag"), 1, 7, "'flag': true or false is expected, not yes"),
            invalid(
                    "mode: fax",
                    file -> file.word("mode", Map.of("push", 1, "pull", 2)),
                    1,
                    7,
                    "'mode': one of pull, push is expected, not fax"),
            invalid("list: a", file -> file.list("list"), 1, 7, "'list' of the file must be a list"),
            invalid("list:\n- a\n- {}", file -> file.texts("list"), 3, 3, "'list' must be a string"),
            invalid(
                    "nested: {a: b}",
                    file -> file.mapping("nested", "the nested one", Set.of("c")),
                    1,
                    10,
                    "unknown key 'a' in the nested one; known keys are c"),
            invalid("name: [a]", YamlMapping::textsByKey, 1, 7, "'name' of the file must be a string"));

    private static Arguments invalid(String text, Consumer<YamlMapping> reading, int line, int column, String reason) {
        return Arguments.of(text, reading, line, column, reason);
    }

    @ParameterizedTest(name = "{4}")
    @FieldSource("INVALID")
    void anErrorHasItsPositionAndReason(
            String text, Consumer<YamlMapping> reading, int line, int column, String reason) {
        InvalidYaml invalid = catchThrowableOfType(InvalidYaml.class, () -> reading.accept(file(text)));

        assertThat(invalid.reason()).isEqualTo(reason);
        assertThat(invalid.line() + ":" + invalid.column()).isEqualTo(line + ":" + column);
    }

    @Test
    void valuesAreReadByTheirNames() {
        YamlMapping file = file("""
                name: " web "
                number: 7
                flag: true
                mode: pull
                list: [b, a]
                nested: {y: "1", x: 1.10}
                """);

        assertThat(file.keys()).containsExactly("name", "number", "flag", "mode", "list", "nested");
        assertThat(file.text("name")).contains("web");
        assertThat(file.parsed("number", Integer::valueOf)).contains(7);
        assertThat(file.flag("flag")).isTrue();
        assertThat(file.word("mode", Map.of("push", 1, "pull", 2))).contains(2);
        assertThat(file.texts("list")).containsExactly("b", "a");
        assertThat(file.mapping("nested", "nested", Set.of()).orElseThrow().textsByKey())
                .containsExactly(entry("x", "1.10"), entry("y", "1"));
    }

    @Test
    void absentValuesAreEmpty() {
        YamlMapping file = file("{}");

        assertThat(file.value("name")).isEmpty();
        assertThat(file.text("name")).isEmpty();
        assertThat(file.flag("flag")).isFalse();
        assertThat(file.list("list")).isEmpty();
        assertThat(file.mapping("nested", "nested", Set.of())).isEmpty();
    }

    @Test
    void aBugOfAParserIsNoErrorOfTheFile() {
        YamlMapping file = file("name: a");

        assertThatThrownBy(() -> file.parsed("name", text -> {
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    private static YamlMapping file(String text) {
        return new YamlMapping("the file", YamlDocument.root(text.getBytes(StandardCharsets.UTF_8), "name"), KEYS);
    }
}

package dev.millrace.sync.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain scalars as kubectl reads them, and mappings that are merged. */
class ScalarsOfYamlTest {
    static final List<Arguments> SCALARS = List.of(
            row("0", 0L),
            row("-0", 0L),
            row("+7", 7L),
            row("-12", -12L),
            row("0644", 420L),
            row("-010", -8L),
            row("0o17", 15L),
            row("0x1f", 31L),
            row("-0x1F", -31L),
            row("0b101", 5L),
            row("1_000_000", 1_000_000L),
            row("9223372036854775807", Long.MAX_VALUE),
            row("-9223372036854775808", Long.MIN_VALUE),
            row("0x7fffffffffffffff", Long.MAX_VALUE),
            row("08", "08"),
            row("0x", "0x"),
            row("1__", 1L),
            row("1:30", "1:30"),
            row("12e03", 12_000.0),
            row("1e3", 1000.0),
            row("1E-2", 0.01),
            row(".5", 0.5),
            row("-.5", -0.5),
            row("5.", 5.0),
            row("1.10", 1.1),
            row("1.1.0", "1.1.0"),
            row("1e", "1e"),
            row("e3", "e3"),
            row(".", "."),
            row(".inf", ".inf"),
            row("-.inf", "-.inf"),
            row(".nan", ".nan"),
            row("yes", true),
            row("No", false),
            row("ON", true),
            row("off", false),
            row("TRUE", true),
            row("False", false),
            row("y", "y"),
            row("n", "n"),
            row("tRUE", "tRUE"),
            row("yES", "yES"),
            row("NULL", null),
            row("~", null),
            row("nULL", "nULL"),
            row("2024-06-27T10:00:00Z", "2024-06-27T10:00:00Z"),
            row("10Mi", "10Mi"),
            row("100m", "100m"),
            row("'1'", "1"),
            row("\"yes\"", "yes"),
            row("!!str 1", "1"),
            row("!!int '1'", 1L),
            row("!!float 1", 1.0),
            row("!!bool 'on'", true),
            row("!!null ''", null));

    @ParameterizedTest(name = "{0}")
    @FieldSource("SCALARS")
    void aPlainScalarIsWhatKubectlReads(String written, @Nullable Object expected) {
        assertThat(spec("{a: " + written + "}")).isEqualTo(single("a", expected));
        assertThat(spec("[" + written + "]")).isEqualTo(Arrays.asList(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "-9223372036854775809",
                "0xffffffffffffffff",
                "0777777777777777777777777",
                "99999999999999999999999999999"
            })
    void aWholeNumberBeyondSixtyFourBitsIsRefused(String number) {
        assertThat(read("{a: " + number + "}").unreadable())
                .extracting(Unreadable::reason)
                .containsExactly("Thing t: not valid YAML: a whole number that does not fit into 64 bits");
    }

    static final List<Arguments> MERGES = List.of(
            row("own entries win, wherever they stand", "{x: 1, <<: {x: 2, y: 3}}", "{x=1, y=3}"),
            row("the first of several mappings wins", "{<<: [{x: 1}, {x: 2, y: 2}]}", "{x=1, y=2}"),
            row("several merge keys", "{<<: {x: 1}, <<: {x: 2, y: 2}}", "{x=1, y=2}"),
            row("merges in what is merged", "{<<: {<<: {x: 1}, y: 2}}", "{y=2, x=1}"),
            row("a quoted merge key is a key", "{\"<<\": {x: 1}}", "{<<={x=1}}"),
            row("an empty list", "{<<: [], x: 1}", "{x=1}"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("MERGES")
    void aMergeKeyAddsWhatIsNotThere(String situation, String yaml, String expected) {
        assertThat(spec(yaml)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{<<: text}", "{<<: [text]}", "{<<: [{a: b}, [text]]}", "{<<: 1}"})
    void onlyMappingsAreMerged(String yaml) {
        assertThat(read(yaml).unreadable())
                .extracting(Unreadable::reason)
                .containsExactly("Thing t: a merge key of something that is no mapping");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{? [a] : b}", "{? {a: b} : c}"})
    void aKeyIsAText(String yaml) {
        assertThat(read(yaml).objects()).isEmpty();
        assertThat(read(yaml).unreadable()).hasSize(1);
    }

    @Test
    void keysAreReadAsTheyAreWritten() {
        assertThat(spec("{on: a, 0012: b, 1.10: c, ~: d, true: e}")).hasToString("{on=a, 0012=b, 1.10=c, ~=d, true=e}");
    }

    @Test
    void aliasesRepeatTheirValue() {
        assertThat(spec("{a: &a {x: [1]}, b: *a, c: [*a]}")).hasToString("{a={x=[1]}, b={x=[1]}, c=[{x=[1]}]}");
    }

    private static Object spec(String yaml) {
        Manifests read = read(yaml);
        assertThat(read.unreadable()).isEmpty();
        return Objects.requireNonNull(read.objects().getFirst().content().get("spec"));
    }

    private static Manifests read(String spec) {
        return ManifestReader.read(
                "t.yaml", "apiVersion: x.example/v1\nkind: Thing\nmetadata: {name: t}\nspec: " + spec + "\n");
    }

    private static Map<String, @Nullable Object> single(String key, @Nullable Object value) {
        return Collections.singletonMap(key, value);
    }

    private static Arguments row(@Nullable Object... cells) {
        return Arguments.of(cells);
    }
}

package dev.millrace.builder.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The published schema accepts exactly what the reader accepts, except for what a schema can't know. */
class BuildSchemaTest {
    private static final Schema SCHEMA = schema();

    /** Mistakes that only the reader finds: the syntax of YAML and patterns, and values that depend on others. */
    private static final List<String> BEYOND_A_SCHEMA = List.of(
            "not YAML",
            "twice",
            "not a pattern of paths",
            "not a path below the repository's root",
            "patterns of paths in all");

    private static final List<Object> VALUES = Arrays.asList(
            "",
            " ",
            "a",
            "a b",
            "A/b",
            "../x",
            "/x",
            "x/..",
            "*",
            "a**",
            "**",
            "!a",
            "#a",
            "-a",
            "0",
            "10",
            "1.5",
            "1h",
            "0s",
            "1Gi",
            "none",
            "tests",
            "{tag}",
            "{nothing}",
            "r.example/a",
            0,
            7,
            -1,
            1.5,
            true,
            "x".repeat(300),
            List.of(),
            List.of("a"),
            List.of(List.of()),
            Map.of(),
            Map.of("a", "b"),
            Map.of("stage", "a"),
            Map.of("image", "a", "run", List.of("b")));

    static final List<Arguments> MISTAKES = Mistakes.ALL.stream()
            .filter(mistake -> !isBeyondASchema(String.valueOf(mistake.get()[3])))
            .toList();

    @ParameterizedTest(name = "{3}")
    @FieldSource("MISTAKES")
    void theSchemaRejectsEveryMistakeOfForm(String text, int line, int column, String reason) {
        assertThat(accepts(Json.of(text).root().toString())).isFalse();
    }

    @Test
    void theSchemaAcceptsEveryKeyAndTheSmallestFile() {
        assertThat(accepts(Json.everyKey().root().toString())).isTrue();
        assertThat(accepts("{\"images\": [{\"name\": \"r.example/a\"}]}")).isTrue();
    }

    @Test
    void theSchemaAgreesWithTheReaderOnAnyValueInAnyPlace() {
        List<String> disagreements = VALUES.stream()
                .flatMap(value -> Json.everyKey().withEachValueReplacedBy(value).stream())
                .filter(file -> !agrees(file))
                .toList();

        assertThat(disagreements).isEmpty();
    }

    private static boolean agrees(String file) {
        return switch (ConfigurationFiles.read(file)) {
            case ConfigurationOutcome.Invalid invalid when isBeyondASchema(invalid.reason()) -> true;
            case ConfigurationOutcome outcome -> accepts(file) == outcome instanceof ConfigurationOutcome.Valid;
        };
    }

    private static boolean isBeyondASchema(String reason) {
        return BEYOND_A_SCHEMA.stream().anyMatch(reason::contains);
    }

    private static boolean accepts(String json) {
        return SCHEMA.validate(json, InputFormat.JSON).isEmpty();
    }

    private static Schema schema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(Path.of("../docs/reference/build.schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

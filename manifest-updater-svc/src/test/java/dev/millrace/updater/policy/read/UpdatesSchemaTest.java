package dev.millrace.updater.policy.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The published schema agrees with the reader. */
class UpdatesSchemaTest {
    private static final Schema SCHEMA = schema();

    /** Mistakes that only the reader can find: YAML syntax, and references within the file. */
    private static final List<String> BEYOND_A_SCHEMA = List.of(
            "not YAML",
            "defined twice",
            "pinned by digest",
            "'add' needs",
            "not a regular expression",
            "has no lookaround",
            "no backreferences",
            "too large",
            "a '{' has no '}'",
            "from 1s to 3650d",
            "not a field path",
            "longer than the retention of events",
            "after itself",
            "unknown environment",
            "'cron'",
            "unknown time zone");

    @Test
    void theSchemaAcceptsWhatTheReaderAccepts() throws IOException {
        assertThat(errors(new String(PolicyReaderTest.example("every-key.yaml"), StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(errors(new String(PolicyReaderTest.example("forty-services.yaml"), StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(errors("policies:\n  - name: web\n    image: reg.example/shop/web\n"))
                .isEmpty();
        assertThat(errors("""
                        policies:
                          - name: web
                            image: nginx
                            paths: ['!a/**', './b/', '{a,b}/*']
                            select: {semver: ' =>1.1 , =< 2 || 1.2 - v2.x-0 ~> 0.3'}
                        """)).isEmpty();
    }

    static Stream<Arguments> mistakesOfForm() {
        return Mistakes.all().filter(mistake -> BEYOND_A_SCHEMA.stream()
                .noneMatch(reason -> mistake.get()[3].toString().contains(reason)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakesOfForm")
    void theSchemaRejectsEveryFormThatTheReaderRejects(String text, int line, int column, String reason) {
        assertThat(errors(text)).isNotEmpty();
    }

    private static List<Error> errors(String text) {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(text);
        return SCHEMA.validate(new ObjectMapper().valueToTree(document).toString(), InputFormat.JSON);
    }

    private static Schema schema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(Path.of("../docs/reference/updates.schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

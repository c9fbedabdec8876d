package dev.millrace.events.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference page describes every topic and every field. */
class ReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "events.md");

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void describesEveryFieldOfAnEvent(Golden golden) throws IOException {
        String reference = Files.readString(REFERENCE);
        String from = reference.substring(reference.indexOf("\n### " + golden + "\n"));
        String section = from.substring(0, from.indexOf("\n### ", 1));

        JsonNode properties = golden.schema().get("properties");
        properties.fieldNames().forEachRemaining(field -> assertThat(section).contains("| `" + field + "`"));
        assertThat(reference).contains("| `" + golden + "` | ");
    }
}

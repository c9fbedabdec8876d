package dev.millrace.sync.health;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.millrace.events.Health;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Objects with the health that is expected of them, from the YAML files in the test resources' folder {@code health-tables}. */
final class HealthTables {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private HealthTables() {}

    /**
     * One object.
     *
     * @param reason a text that the message contains; empty if any message will do
     * @param declaresStatus true if the kind's definition declares a status
     */
    record Row(
            String table,
            String state,
            Health expected,
            String reason,
            boolean declaresStatus,
            GenericKubernetesResource object) {
        @Override
        public String toString() {
            return table + ": " + state;
        }
    }

    static List<Row> all() {
        try (Stream<Path> files = Files.list(
                Path.of(HealthTables.class.getResource("/health-tables").toURI()))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .flatMap(file -> rows(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the tables of health", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a resource has an address", e);
        }
    }

    private static List<Row> rows(Path file) {
        try {
            return YAML.readValue(file.toFile(), new TypeReference<List<Map<String, Object>>>() {}).stream()
                    .map(row -> row(String.valueOf(file.getFileName()), row))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    private static Row row(String table, Map<String, Object> row) {
        return new Row(
                table,
                String.valueOf(row.get("state")),
                Health.valueOf(String.valueOf(row.get("expect"))),
                String.valueOf(row.getOrDefault("reason", "")),
                Boolean.TRUE.equals(row.get("declaresStatus")),
                YAML.convertValue(row.get("object"), GenericKubernetesResource.class));
    }
}

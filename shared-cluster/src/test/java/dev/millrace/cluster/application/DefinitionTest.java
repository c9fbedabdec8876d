package dev.millrace.cluster.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.DefinitionFile;
import dev.millrace.cluster.application.limit.SpecLimits;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The definition that people install is the one that the Java type gives. */
class DefinitionTest {
    private static final String NAME = "applications.millrace.dev";
    private static final List<String> COLUMNS =
            List.of("Source", "Revision", "Ready", "Health", "Age", "Message", "Repository");

    @Test
    void theInstalledDefinitionIsTheOneGeneratedFromTheType() throws IOException {
        Path generated = DefinitionFile.generated(
                Application.class,
                NAME,
                COLUMNS,
                "Which folder of which repository a part of the cluster follows.",
                Completion::complete);

        assertThat(DefinitionFile.installed(NAME))
                .as("copy %s there", generated)
                .hasSameTextualContentAs(generated);
    }

    /** The parts for which the generator has no annotation. */
    private static final class Completion {
        static void complete(JSONSchemaProps schema) {
            property(property(property(schema, "spec"), "helm"), "values").setAdditionalProperties(null);
            bound("", property(schema, "spec"));
            JSONSchemaProps conditions = property(property(schema, "status"), "conditions");
            conditions.setXKubernetesListType("map");
            conditions.setXKubernetesListMapKeys(List.of("type"));
            conditions.getItems().getSchema().setRequired(List.of("status", "type"));
        }

        /** Sets the limits of a field and of all below it. The API server checks what the agent checks again. */
        private static void bound(String field, JSONSchemaProps schema) {
            switch (schema.getType()) {
                case "string" -> {
                    if (schema.getEnum() == null || schema.getEnum().isEmpty()) {
                        schema.setMaxLength((long) SpecLimits.characters(field));
                    }
                }
                case "array" -> {
                    schema.setMaxItems((long) SpecLimits.entries(field));
                    bound(field + "[]", schema.getItems().getSchema());
                }
                default -> boundObject(field, schema);
            }
        }

        private static void boundObject(String field, JSONSchemaProps schema) {
            if (schema.getAdditionalProperties() != null
                    && schema.getAdditionalProperties().getSchema() != null) {
                schema.setMaxProperties((long) SpecLimits.entries(field));
                bound(field + "[]", schema.getAdditionalProperties().getSchema());
            }
            String prefix = field.isEmpty() ? "" : field + ".";
            Optional.ofNullable(schema.getProperties())
                    .orElse(Map.of())
                    .forEach((name, property) -> bound(prefix + name, property));
        }

        private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
            return Objects.requireNonNull(schema.getProperties().get(name), name);
        }
    }
}

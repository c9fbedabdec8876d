package dev.millrace.cluster.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.application.limit.SpecLimits;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The definition that people install is the one that the Java type gives. */
class DefinitionTest {
    private static final Path GENERATED = Path.of("target", "crd");
    private static final Path INSTALLED = Path.of("..", "k8s", "base", "crd", "applications.millrace.dev.yaml");
    private static final List<String> COLUMNS =
            List.of("Source", "Revision", "Ready", "Health", "Age", "Message", "Repository");

    @Test
    void theInstalledDefinitionIsTheOneGeneratedFromTheType() throws IOException {
        Files.createDirectories(GENERATED);

        new CRDGenerator()
                .customResourceClasses(Application.class)
                .forCRDVersions("v1")
                .withMinQuotes(true)
                .withPostProcessor(new Completed())
                .inOutputDir(GENERATED.toFile())
                .generate();

        Path generated = GENERATED.resolve("applications.millrace.dev-v1.yml");
        assertThat(INSTALLED).as("copy %s there", generated).hasSameTextualContentAs(generated);
    }

    /** What the generator has no annotation for. */
    private static final class Completed implements CRDPostProcessor {
        @Override
        public HasMetadata process(HasMetadata generated, String crdVersion) {
            CustomResourceDefinition definition = (CustomResourceDefinition) generated;
            CustomResourceDefinitionVersion version =
                    definition.getSpec().getVersions().getFirst();
            version.getAdditionalPrinterColumns()
                    .sort(Comparator.comparing(
                            (CustomResourceColumnDefinition column) -> COLUMNS.indexOf(column.getName())));
            JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
            schema.setDescription("Which folder of which repository a part of the cluster follows.");
            schema.setRequired(List.of("spec"));
            property(property(property(schema, "spec"), "helm"), "values").setAdditionalProperties(null);
            bound("", property(schema, "spec"));
            JSONSchemaProps conditions = property(property(schema, "status"), "conditions");
            conditions.setXKubernetesListType("map");
            conditions.setXKubernetesListMapKeys(List.of("type"));
            conditions.getItems().getSchema().setRequired(List.of("status", "type"));
            return definition;
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

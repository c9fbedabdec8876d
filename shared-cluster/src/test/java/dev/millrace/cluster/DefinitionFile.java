package dev.millrace.cluster;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The definition of a custom resource: the file that people install, and the one that its Java type gives. */
public final class DefinitionFile {
    private static final Path GENERATED = Path.of("target", "crd");

    private DefinitionFile() {}

    /** @param name the name of the definition, as in {@code applications.millrace.dev} */
    public static Path installed(String name) {
        return Path.of("..", "k8s", "base", "crd", name + ".yaml");
    }

    /**
     * Generates the definition from its type.
     *
     * @param columns the printer columns in their order
     * @param more the parts of the schema for which the generator has no annotation
     */
    public static Path generated(
            Class<? extends CustomResource<?, ?>> type,
            String name,
            List<String> columns,
            String description,
            Consumer<JSONSchemaProps> more)
            throws IOException {
        Files.createDirectories(GENERATED);
        new CRDGenerator()
                .customResourceClasses(type)
                .forCRDVersions("v1")
                .withMinQuotes(true)
                .withPostProcessor(new CRDPostProcessor() {
                    @Override
                    public HasMetadata process(HasMetadata generated, String crdVersion) {
                        return completed(generated, columns, description, more);
                    }
                })
                .inOutputDir(GENERATED.toFile())
                .generate();
        return GENERATED.resolve(name + "-v1.yml");
    }

    private static HasMetadata completed(
            HasMetadata generated, List<String> columns, String description, Consumer<JSONSchemaProps> more) {
        CustomResourceDefinition definition = (CustomResourceDefinition) generated;
        CustomResourceDefinitionVersion version =
                definition.getSpec().getVersions().getFirst();
        version.getAdditionalPrinterColumns()
                .sort(Comparator.comparing(
                        (CustomResourceColumnDefinition column) -> columns.indexOf(column.getName())));
        JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
        schema.setDescription(description);
        schema.setRequired(List.of("spec"));
        more.accept(schema);
        return definition;
    }
}

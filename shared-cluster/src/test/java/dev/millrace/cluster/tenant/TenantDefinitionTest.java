package dev.millrace.cluster.tenant;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/** The definition of Tenants. */
class TenantDefinitionTest {
    private static final Path GENERATED = Path.of("target", "crd");
    private static final Path INSTALLED = Path.of("..", "k8s", "base", "crd", "tenants.millrace.dev.yaml");
    private static final List<String> COLUMNS = List.of("Namespaces", "Destinations", "Age", "Repositories");

    @Test
    void theInstalledDefinitionIsTheOneGeneratedFromTheType() throws IOException {
        Files.createDirectories(GENERATED);

        new CRDGenerator()
                .customResourceClasses(Tenant.class)
                .forCRDVersions("v1")
                .withMinQuotes(true)
                .withPostProcessor(new Completed())
                .inOutputDir(GENERATED.toFile())
                .generate();

        Path generated = GENERATED.resolve("tenants.millrace.dev-v1.yml");
        assertThat(INSTALLED).as("copy %s there", generated).hasSameTextualContentAs(generated);
    }

    /** The parts for which the generator has no annotation. */
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
            schema.setDescription("The limits of the Applications in some namespaces.");
            schema.setRequired(List.of("spec"));
            return definition;
        }
    }
}

package dev.millrace.cluster.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.DefinitionFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The definition of Tenants. */
class TenantDefinitionTest {
    private static final String NAME = "tenants.millrace.dev";
    private static final List<String> COLUMNS = List.of("Namespaces", "Destinations", "Age", "Repositories");

    @Test
    void theInstalledDefinitionIsTheOneGeneratedFromTheType() throws IOException {
        Path generated = DefinitionFile.generated(
                Tenant.class, NAME, COLUMNS, "The limits of the Applications in some namespaces.", schema -> {});

        assertThat(DefinitionFile.installed(NAME))
                .as("copy %s there", generated)
                .hasSameTextualContentAs(generated);
    }
}

package dev.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The services' HTTP ports behave alike. */
class HttpRulesTest {
    private static final String FILE = "src/main/resources/application.properties";

    @Test
    void everyServiceDeclinesTheUpgradeToHttp2() {
        List<Path> configurations = Project.modules().stream()
                .map(module -> module.resolve(FILE))
                .filter(Files::exists)
                .toList();

        assertThat(configurations).hasSizeGreaterThanOrEqualTo(4).allSatisfy(file -> assertThat(
                        Project.read(file).lines())
                .as(Project.relative(file))
                .contains("quarkus.http.http2=false"));
    }
}

package dev.millrace.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The services' HTTP ports behave alike, and so do their HTTP clients. */
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

    @Test
    void everyRequestOfAServiceIsBounded() {
        noClasses()
                .that()
                .resideInAPackage("dev.millrace..")
                .and()
                .resideOutsideOfPackages("dev.millrace.http..", "dev.millrace.testbed..", "dev.millrace.bench..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.http.HttpClient")
                .because("dev.millrace.http.BoundedHttpClient bounds the time and the bytes of an exchange")
                .check(Project.MAIN_CLASSES);
    }
}

package dev.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation is complete and names nothing that does not exist. */
class ReferenceTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern FIELD = Pattern.compile("^\\| `((?:spec|status)\\.[^`]+)`", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| `(millrace\\.[^`]+)`", Pattern.MULTILINE);

    @Test
    void theReferenceHasExactlyTheConfigurationKeys() {
        String reference = Project.read(Project.file("docs/reference/configuration.md"));

        List<String> described =
                ROW.matcher(reference).results().map(row -> row.group(1)).toList();

        assertThat(described.stream()
                        .filter(key -> !key.startsWith("millrace.messaging.") && !key.equals("millrace.failpoint")))
                .containsExactlyInAnyOrderElementsOf(ConfigurationKeys.all());
    }

    @Test
    void theReferenceHasExactlyTheFieldsOfAnApplication() {
        String reference = Project.read(Project.file("docs/reference/application.md"));
        String types = "dev.millrace.cluster.application.Application";

        List<String> described =
                FIELD.matcher(reference).results().map(row -> row.group(1)).toList();

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                fields(Project.MAIN_CLASSES.get(types + "Spec"), "spec"),
                                fields(Project.MAIN_CLASSES.get(types + "Status"), "status"))
                        .toList());
    }

    @Test
    void theReferenceHasExactlyTheFieldsOfATenant() {
        String reference = Project.read(Project.file("docs/reference/tenant.md"));

        List<String> described =
                FIELD.matcher(reference).results().map(row -> row.group(1)).toList();

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(
                        fields(Project.MAIN_CLASSES.get("dev.millrace.cluster.tenant.TenantSpec"), "spec")
                                .toList());
    }

    /** The fields of a record, including those of nested records of the same package. */
    private static Stream<String> fields(JavaClass type, String path) {
        return type.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .flatMap(field -> {
                    JavaClass fieldType = field.getRawType();
                    String here = path + "." + field.getName();
                    boolean nested = fieldType.isRecord()
                            && fieldType.getPackageName().startsWith("dev.millrace.cluster.application");
                    return nested ? fields(fieldType, here) : Stream.of(here);
                });
    }

    @Test
    void everyRelativeLinkHasATarget() {
        List<String> dead = new ArrayList<>();
        Project.documents().forEach(document -> {
            Matcher link = LINK.matcher(Project.read(document));
            while (link.find()) {
                Path target = document.resolveSibling(link.group(1)).normalize();
                if (!Files.exists(target)) {
                    dead.add(Project.relative(document) + ": " + link.group(1));
                }
            }
        });

        assertThat(dead).isEmpty();
    }

    @Test
    void everyClassToReadFirstExists() {
        String architecture = Project.read(Project.file("ARCHITECTURE.md"));

        List<String> classes = Pattern.compile("`(dev\\.millrace\\.[a-z.]+\\.[A-Z]\\w+)`")
                .matcher(architecture)
                .results()
                .map(named -> named.group(1))
                .toList();

        assertThat(classes).hasSizeGreaterThanOrEqualTo(4).allMatch(Project.MAIN_CLASSES::contain);
    }
}

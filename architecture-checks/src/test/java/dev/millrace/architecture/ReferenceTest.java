package dev.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documentation knows what there is, and names nothing that isn't there. */
class ReferenceTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern ROW = Pattern.compile("^\\| `(millrace\\.[^`]+)`", Pattern.MULTILINE);

    @Test
    void everyConfigurationKeyIsInTheReferenceAndNoOther() {
        String reference = Project.read(Project.file("docs/reference/configuration.md"));

        List<String> described =
                ROW.matcher(reference).results().map(row -> row.group(1)).toList();

        assertThat(described.stream()
                        .filter(key -> !key.startsWith("millrace.messaging.") && !key.equals("millrace.failpoint")))
                .containsExactlyInAnyOrderElementsOf(ConfigurationKeys.all());
    }

    @Test
    void everyRelativeLinkLeadsSomewhere() {
        List<String> dead = new ArrayList<>();
        Project.documents().forEach(document -> {
            Matcher link = LINK.matcher(Project.read(document));
            while (link.find()) {
                Path target = document.resolveSibling(link.group(1)).normalize();
                if (!Files.exists(target)) {
                    dead.add(Project.shown(document) + ": " + link.group(1));
                }
            }
        });

        assertThat(dead).isEmpty();
    }

    @Test
    void everyClassToReadFirstIsThere() {
        String architecture = Project.read(Project.file("ARCHITECTURE.md"));

        List<String> classes = Pattern.compile("`(dev\\.millrace\\.[a-z.]+\\.[A-Z]\\w+)`")
                .matcher(architecture)
                .results()
                .map(named -> named.group(1))
                .toList();

        assertThat(classes).hasSizeGreaterThanOrEqualTo(4).allMatch(Project.MAIN_CLASSES::contain);
    }
}

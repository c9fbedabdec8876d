package dev.millrace.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the guide: what a page says that an import makes of its snippets is what it makes of them. */
class MigrationGuideTest {
    private static final Pattern SNIPPET = Pattern.compile(
            "<!-- (?<kind>import|imported|notes)(?:: (?<path>\\S+))? -->\\n```\\w*\\n(?<text>.*?)```\\n",
            Pattern.DOTALL);

    @TempDir
    private Path checkout = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"coming-from-flux", "coming-from-argo-cd", "coming-from-renovate"})
    void theSnippetsOfAPageAreImportedAsItSays(String page) throws IOException {
        String imported = "";
        String notes = "";
        Matcher snippets = SNIPPET.matcher(Files.readString(Path.of("../docs/guide/" + page + ".md")));
        while (snippets.find()) {
            String text = snippets.group("text");
            switch (snippets.group("kind")) {
                case "import" -> file(snippets.group("path"), text);
                case "imported" -> imported = text;
                default -> notes = text;
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();

        Commands.run(out, new PrintWriter(err, true), "import", "--checkout", checkout.toString());

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(imported).isNotEmpty();
        assertThat(err.toString()).isEqualTo(notes).isNotEmpty();
    }

    private void file(String path, String text) throws IOException {
        Path file = checkout.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }
}

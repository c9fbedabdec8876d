package dev.millrace.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Repositories of other tools: the policies and notes that an import makes of them, to the byte, and the files that these policies change for new
 * images, which have to be those that the other tool would have changed.
 */
class ImportTest {
    @TempDir
    private Path checkout = Path.of("");

    static Stream<String> repositories() throws IOException, URISyntaxException {
        try (Stream<Path> all = Files.list(root())) {
            return all.map(one -> one.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("repositories")
    void theImportOfARepositoryEditsThePlacesOfTheOtherTool(String name) throws Exception {
        Path one = root().resolve(name);
        Map<String, String> before = texts(one.resolve("before"));
        for (Map.Entry<String, String> file : before.entrySet()) {
            file(file.getKey(), file.getValue());
        }
        StringWriter notes = new StringWriter();

        int status = run(notes, new ByteArrayOutputStream(), "import", "--write");

        assertThat(status).as(notes.toString()).isEqualTo(1);
        same(one.resolve("updates.yaml"), Files.readString(checkout.resolve(".millrace/updates.yaml")));
        same(one.resolve("notes.txt"), notes.toString());
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        assertThat(run(new StringWriter(), report, "check"))
                .as(report.toString(StandardCharsets.UTF_8))
                .isZero();
        StringWriter dryRun = new StringWriter();
        List<String> update = new ArrayList<>(List.of("update", "--write"));
        Files.readAllLines(one.resolve("images.txt")).forEach(image -> update.addAll(List.of("--image", image)));
        run(dryRun, new ByteArrayOutputStream(), update.toArray(String[]::new));
        Map<String, String> changed = texts(checkout);
        changed.remove(".millrace/updates.yaml");
        changed.entrySet().removeIf(file -> file.getValue().equals(before.get(file.getKey())));
        StringBuilder lines = new StringBuilder();
        changed.forEach((path, text) -> changes(lines, path, before.getOrDefault(path, ""), text));
        same(one.resolve("changes.txt"), lines.toString());
    }

    private static void changes(StringBuilder lines, String path, String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        assertThat(now).hasSameSizeAs(old);
        for (int i = 0; i < now.size(); i++) {
            if (!now.get(i).equals(old.get(i))) {
                lines.append(path)
                        .append(':')
                        .append(i + 1)
                        .append(": ")
                        .append(now.get(i).strip())
                        .append('\n');
            }
        }
    }

    /** Compares with a golden file; {@code -Dgolden.write=<directory>} writes it anew. */
    private static void same(Path golden, String text) throws IOException {
        String directory = System.getProperty("golden.write", "");
        if (!directory.isEmpty()) {
            Files.writeString(Path.of(directory).resolve(root().relativize(golden)), text);
            return;
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }

    @Test
    void withoutASettingOfAnotherToolThereIsNothingToImport() {
        StringWriter notes = new StringWriter();

        int status = run(notes, new ByteArrayOutputStream(), "import");

        assertThat(status).isEqualTo(2);
        assertThat(notes.toString()).contains("nothing to import");
    }

    @Test
    void anExistingFileIsNotOverwritten() throws IOException {
        file(".millrace/updates.yaml", "policies: []\n");
        file("a.yaml", FLUX);
        StringWriter notes = new StringWriter();

        int status = run(notes, new ByteArrayOutputStream(), "import", "--write");

        assertThat(status).isEqualTo(2);
        assertThat(notes.toString()).contains(".millrace/updates.yaml exists");
        assertThat(checkout.resolve(".millrace/updates.yaml")).hasContent("policies: []\n");
    }

    @Test
    void withoutWriteThePoliciesGoToStandardOutput() throws IOException {
        file("a.yaml", FLUX);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int status = run(new StringWriter(), out, "import");

        assertThat(status).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("image: r.example/a");
        assertThat(checkout.resolve(".millrace")).doesNotExist();
    }

    private static final String FLUX = """
            apiVersion: image.toolkit.fluxcd.io/v1
            kind: ImageRepository
            metadata: {name: a}
            spec: {image: r.example/a}
            ---
            apiVersion: image.toolkit.fluxcd.io/v1
            kind: ImagePolicy
            metadata: {name: a}
            spec: {imageRepositoryRef: {name: a}, policy: {semver: {range: '*'}}}
            """;

    static List<String> hostileFiles() {
        String policy = FLUX.substring(FLUX.indexOf("---"));
        return List.of(
                "apiVersion: image.toolkit.fluxcd.io/v1\nkind: [\n",
                "apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\nmetadata: []\nspec: 1\n",
                "apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImageUpdateAutomation\nspec: {git: [1], update: null}\n",
                "apiVersion: image.toolkit.fluxcd.io/v1alpha1\nkind: ImagePolicy\nmetadata: {name: a}\n",
                "apiVersion: image.toolkit.fluxcd.io/v1\nkind: Surprise\nmetadata: {name: a}\n",
                FLUX.replace("'*'", "'not a range'"),
                FLUX.replace("r.example/a", "r.example/UP per"),
                FLUX.replace("policy: {", "filterTags: {pattern: '('}, policy: {"),
                FLUX.replace("name: a}, policy", "name: [a]}, policy"),
                policy.repeat(3),
                "apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\nspec: " + "[".repeat(60) + "]".repeat(60),
                "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a, annotations: "
                        + "{argocd-image-updater.argoproj.io/update-strategy: semver}}\n",
                "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a, annotations: "
                        + "{argocd-image-updater.argoproj.io/image-list: ',=,:,@, x=,..='}}\n");
    }

    @Test
    void aliasesThatNeverEndAreFollowedOnce() throws IOException {
        StringBuilder bomb = new StringBuilder("kind: Pod\na0: &a0 {image: r.example/a:1.0.0}\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a%d: &a%d {x: *a%d, y: *a%d}\n".formatted(i, i, i - 1, i - 1));
        }
        file("renovate.json", "{\"kubernetes\": {\"fileMatch\": [\"pod\"]}}");
        file("pod.yaml", bomb + "self: &self [*self]\n");
        file("values.yaml", "a: &a {image: {repository: r.example/b, tag: 1.0.0}, b: *a}\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        run(new StringWriter(), out, "import");

        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("image: r.example/a\n")
                .contains("r.example/b");
    }

    @Test
    void aFileThatIsTooLargeIsNotedIfItHasSettings() throws IOException {
        file("a.yaml", FLUX);
        file("large.yaml", FLUX + "#".repeat(300_000));
        file("components.yaml", "group: image.toolkit.fluxcd.io\n" + "#".repeat(300_000));
        StringWriter notes = new StringWriter();

        run(notes, new ByteArrayOutputStream(), "import");

        assertThat(notes.toString())
                .contains("large.yaml:1: file: content: not taken over: larger than")
                .doesNotContain("components");
    }

    @ParameterizedTest
    @MethodSource("hostileFiles")
    void whatCannotBeTakenOverIsNotedWithItsFile(String text) throws IOException {
        file("deploy/a.yaml", text);
        StringWriter notes = new StringWriter();

        int status = run(notes, new ByteArrayOutputStream(), "import");

        assertThat(status).as(notes.toString()).isIn(1, 2);
        assertThat(notes.toString()).contains("deploy/a.yaml:").doesNotContain("Exception");
    }

    private int run(StringWriter err, ByteArrayOutputStream out, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--checkout", checkout.toString()));
        return Commands.run(out, new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private static Path root() {
        try {
            return Path.of(Objects.requireNonNull(ImportTest.class.getResource("/import"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private void file(String path, String text) throws IOException {
        Path file = checkout.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    private static Map<String, String> texts(Path directory) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(directory.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }
}

package dev.millrace.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    private static final String WEB = "registry.example.com/shop/web";
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String POLICIES = """
            policies:
              - {name: web-staging, image: registry.example.com/shop/web, paths: [staging/**], comment: STAGING_TAG}
              - {name: web-production, image: registry.example.com/shop/web, branches: [stable], paths: [production/**], comment: PRODUCTION_TAG}
              - {name: web-pinned, image: registry.example.com/shop/pinned, digest: true, paths: [pinned/**]}
            """;
    private static final String VALUES = "# ours\r\nversion: 1.0.0 # STAGING_TAG\r\n\r\nreplicas:   2";

    private Path checkout = Path.of("");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void checkOut(@TempDir Path directory) throws IOException {
        checkout = directory;
        file(".millrace/updates.yaml", POLICIES);
        file("staging/values.yaml", VALUES);
        file("production/values.yaml", "version: 1.0.0 # PRODUCTION_TAG\n");
        file(
                "pinned/kustomization.yaml",
                "images:\n  - name: registry.example.com/shop/pinned\n    newTag: v1\n    digest: sha256:%s\n"
                        .formatted("11".repeat(32)));
    }

    @Test
    void showsTheDifferenceAndWritesNothing() {
        int status = update("--image", WEB + ":1.1.0@" + DIGEST);

        assertThat(status).isEqualTo(0);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                diff --git a/staging/values.yaml b/staging/values.yaml
                --- a/staging/values.yaml
                +++ b/staging/values.yaml
                @@ -1,4 +1,4 @@
                 # ours\r
                -version: 1.0.0 # STAGING_TAG\r
                +version: 1.1.0 # STAGING_TAG\r
                 \r
                 replicas:   2
                \\ No newline at end of file
                """);
        assertThat(err.toString()).contains("web-production ignores " + WEB + ":1.1.0: branch-not-allowed");
        assertThat(read("staging/values.yaml")).isEqualTo(VALUES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "0.9.0", "1.0.0-rc.1"})
    void aVersionThatIsNotNewerThanTheCurrentOneIsIgnored(String version) throws IOException {
        file(
                ".millrace/updates.yaml",
                POLICIES.replace(
                        "comment: STAGING_TAG", "comment: STAGING_TAG, select: {semver: '>=0.1', preReleases: true}"));

        int status = update("--image", WEB + ":" + version + "@" + DIGEST, "--write");

        assertThat(status).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString()).contains("web-staging ignores " + WEB + ":" + version);
        assertThat(read("staging/values.yaml")).isEqualTo(VALUES);
    }

    @Test
    void gitAppliesTheDifference() throws Exception {
        git("init", "-q");
        git("add", ".");
        update("--image", WEB + ":1.1.0");
        Files.write(checkout.resolve("the.diff"), out.toByteArray());

        git("apply", "the.diff");

        assertThat(read("staging/values.yaml")).isEqualTo(VALUES.replace("1.0.0", "1.1.0"));
    }

    @Test
    void writesTheChangesThatItWouldShow() {
        int status = update("--image", WEB + ":1.2.0", "--ref", "refs/tags/v1.2.0", "--write");

        assertThat(status).isEqualTo(0);
        assertThat(out.size()).isZero();
        assertThat(read("staging/values.yaml")).isEqualTo(VALUES.replace("1.0.0", "1.2.0"));
        assertThat(read("production/values.yaml")).isEqualTo("version: 1.2.0 # PRODUCTION_TAG\n");
    }

    @Test
    void aSinglePolicyCanBeSelected() {
        int status =
                update("--image", WEB + ":1.2.0", "--ref", "refs/tags/v1.2.0", "--policy", "web-production", "--write");

        assertThat(status).isEqualTo(0);
        assertThat(read("staging/values.yaml")).isEqualTo(VALUES);
        assertThat(read("production/values.yaml")).isEqualTo("version: 1.2.0 # PRODUCTION_TAG\n");
    }

    @Test
    void theExitStatusTellsThatNothingChanges() {
        assertThat(update("--image", WEB + ":1.0.0")).isEqualTo(1);
        assertThat(update("--image", "registry.example.com/shop/other:1")).isEqualTo(1);
        assertThat(err.toString()).contains("no policy accepts registry.example.com/shop/other");
        assertThat(out.size()).isZero();
    }

    @Test
    void onlyTrackedFilesAreEditedAndNoLinkIsFollowed() throws Exception {
        Files.createSymbolicLink(checkout.resolve("staging/link.yaml"), Path.of("values.yaml"));
        git("init", "-q");
        git("add", ".");
        file("staging/unknown.yaml", VALUES);

        update("--image", WEB + ":1.1.0");

        assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("diff ")))
                .containsExactly("diff --git a/staging/values.yaml b/staging/values.yaml");
    }

    @Test
    void aDigestIsRequiredOnlyWhereOneIsWritten() {
        assertThat(update("--image", "registry.example.com/shop/pinned:v2")).isEqualTo(2);
        assertThat(err.toString()).contains("pinned/kustomization.yaml: a digest is written here");
        assertThat(update("--image", "registry.example.com/shop/pinned:v2@" + DIGEST, "--write"))
                .isEqualTo(0);
        assertThat(read("pinned/kustomization.yaml")).contains("newTag: v2\n").contains("digest: " + DIGEST);
    }

    @ParameterizedTest
    @MethodSource
    void anImpossibleRequestIsAnErrorWithItsReason(List<String> arguments, String reason) {
        assertThat(update(arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).contains(reason);
        assertThat(out.size()).isZero();
    }

    static Stream<Arguments> anImpossibleRequestIsAnErrorWithItsReason() {
        return Stream.of(
                Arguments.of(List.of(), "--image"),
                Arguments.of(List.of("--image", "shop/Web:1"), "not an image repository"),
                Arguments.of(List.of("--image", WEB), "no tag"),
                Arguments.of(List.of("--image", WEB + ":1@sha256:12"), "not a sha256 digest"),
                Arguments.of(List.of("--image", WEB + ":1", "--policy", "nobodys"), "no policy nobodys"),
                Arguments.of(List.of("--image", WEB + ":1", "--ref", "main"), "not a full ref name"),
                Arguments.of(List.of("--image", WEB + ":1", "--checkout", "/nowhere"), "no .millrace"),
                Arguments.of(List.of("--image", WEB + ":1", "--force"), "--force"));
    }

    @Test
    void invalidPoliciesAreAnErrorWithItsPosition() throws IOException {
        file(".millrace/updates.yaml", "policies:\n  - {name: web}\n");

        assertThat(update("--image", WEB + ":1")).isEqualTo(2);
        assertThat(err.toString()).contains(".millrace/updates.yaml:2");
    }

    @Test
    void anUnknownCommandIsAnErrorAndHelpIsNot() {
        assertThat(Commands.run(out, new PrintWriter(err), "upgrade")).isEqualTo(2);
        assertThat(Commands.run(out, new PrintWriter(err), "update", "--help")).isEqualTo(0);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--checkout=<directory>", "1   nothing changes");
    }

    private int update(String... options) {
        List<String> arguments = new ArrayList<>(List.of("update", "--checkout", checkout.toString()));
        if (List.of(options).contains("--checkout")) {
            arguments = new ArrayList<>(List.of("update"));
        }
        arguments.addAll(List.of(options));
        return Commands.run(out, new PrintWriter(err, true), arguments.toArray(String[]::new));
    }

    private void file(String path, String text) throws IOException {
        Path file = checkout.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    private String read(String path) {
        try {
            return Files.readString(checkout.resolve(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}

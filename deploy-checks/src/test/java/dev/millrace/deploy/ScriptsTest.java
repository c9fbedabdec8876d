package dev.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.testbed.services.WorkerBinary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts behind the Makefile. */
class ScriptsTest {
    private record Result(int status, String output) {}

    @Test
    void usesTheJdkInJavaHomeIfItIsNewEnough(@TempDir Path home) throws IOException, InterruptedException {
        jdk(home, "26.0.2");

        Result result = run(Map.of("JAVA_HOME", home.toString()), "dev/find-jdk");

        assertThat(result).isEqualTo(new Result(0, home + "\n"));
    }

    @Test
    void skipsTheJdkInJavaHomeIfItIsTooOld(@TempDir Path home) throws IOException, InterruptedException {
        jdk(home, "17.0.15");
        Path newer = jdk(home.resolve(".sdkman/candidates/java/25.0.1-tem"), "25.0.1");

        Result result = run(
                Map.of(
                        "JAVA_HOME",
                        home.toString(),
                        "HOME",
                        home.toString(),
                        "PATH",
                        newer.resolve("bin") + ":/usr/bin:/bin"),
                "dev/find-jdk");

        assertThat(result).isEqualTo(new Result(0, newer + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kustomize-worker", "helm-worker"})
    void theInstallerAndTheTestBedUseTheSamePathOfAWorker(String name) throws IOException, InterruptedException {
        Result result = run(Map.of(), "dev/install-tools", "--worker", name);

        assumeTrue(
                System.getenv("CI") != null
                        || Files.isExecutable(Path.of(result.output().strip())),
                name + " is not built (make tools)");
        assertThat(result).isEqualTo(new Result(0, WorkerBinary.path(name) + "\n"));
    }

    @Test
    void makeWithoutATargetListsTheTargets() throws IOException, InterruptedException {
        Result result = run(Map.of(), "make", "-C", SourceTree.file("").toString());

        assertThat(result.status()).isZero();
        assertThat(result.output())
                .contains("  demo ", "  test ", "  bench ", "  soak ", "  up ", "  down ", "  help ");
    }

    private static Path jdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        for (String program : List.of("java", "javac")) {
            Path file = Files.writeString(home.resolve("bin").resolve(program), "#!/bin/sh\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        return home;
    }

    private static Result run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        String[] resolved = command.clone();
        if (resolved[0].startsWith("dev/")) {
            resolved[0] = SourceTree.file(resolved[0]).toString();
        }
        ProcessBuilder builder = new ProcessBuilder(resolved).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("MAKE"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}

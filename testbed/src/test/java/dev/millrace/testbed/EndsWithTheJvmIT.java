package dev.millrace.testbed;

import static dev.millrace.testbed.PartKind.CLUSTER;
import static dev.millrace.testbed.PartKind.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@WithParts({REGISTRY, CLUSTER})
class EndsWithTheJvmIT {
    private record Other(Process jvm, Path directory, List<ProcessHandle> parts) {}

    @Test
    void noProcessIsLeftWhenTheJvmIsKilled() throws Exception {
        Other other = startOther();

        other.jvm().destroyForcibly();

        assertAllEnd(other);
    }

    @Test
    void noProcessOrFileIsLeftWhenTheJvmExits() throws Exception {
        Other other = startOther();

        other.jvm().getOutputStream().close();

        assertAllEnd(other);
        assertThat(other.directory()).doesNotExist();
    }

    private static void assertAllEnd(Other other) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            assertThat(other.jvm().isAlive()).isFalse();
            assertThat(other.parts()).noneMatch(ProcessHandle::isAlive);
        });
    }

    /** Starts a JVM with one process per part and five for the cluster, each with its supervisor. */
    private static Other startOther() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                PartsMain.class.getName(),
                "GIT",
                "KAFKA",
                "REGISTRY",
                "CLUSTER");
        builder.environment().putAll(Map.of("CLASSPATH", classPath));
        Process jvm = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
        String started = "";
        while (started != null && !started.startsWith("started in ")) {
            started = output.readLine();
        }
        Path directory = Path.of(java.util.Objects.requireNonNull(started, "the other JVM started no parts")
                .substring("started in ".length()));
        List<ProcessHandle> parts = jvm.toHandle().descendants().toList();
        try (Stream<Path> pids = Files.list(directory.resolve("run"))) {
            assertThat(pids.filter(file -> file.toString().endsWith(".pid"))).hasSize(8);
        }
        assertThat(parts).hasSizeGreaterThanOrEqualTo(16).allMatch(ProcessHandle::isAlive);
        return new Other(jvm, directory, parts);
    }
}

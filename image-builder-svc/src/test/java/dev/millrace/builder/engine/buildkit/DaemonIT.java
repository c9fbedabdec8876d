package dev.millrace.builder.engine.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.builder.engine.EngineRefused;
import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.RunningProcesses;
import dev.millrace.builder.engine.TestBuild;
import dev.millrace.builder.engine.TestBuildkit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon runs while the service does, and no longer. */
class DaemonIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String FILES = "FROM scratch\nCOPY Dockerfile /\n";

    @TempDir
    Path folder = Path.of("");

    private static BuildkitSettings settings(Path home) {
        return TestBuildkit.settings(home, Network.NONE, TestBuildkit.LIMITS);
    }

    @Test
    void aDaemonThatEndsIsStartedAgain() {
        Path home = TestBuildkit.home("DaemonIT-again");
        try (Buildkit engine = TestBuildkit.start(settings(home))) {
            assertThat(engine.problem()).isEmpty();
            long first = daemon(home);

            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
                assertThat(engine.problem()).isEmpty();
                assertThat(daemon(home)).isNotEqualTo(first);
            });
            assertThat(new TestBuild(engine).network(Network.NONE).image(FILES)).isNotNull();
        }
    }

    @Test
    void aBuildDuringWhichTheDaemonEndsMayBeRetried() {
        Path home = TestBuildkit.home("DaemonIT-retried");
        try (Buildkit engine = TestBuildkit.start(settings(home))) {
            TestBuild build = new TestBuild(engine).network(Network.NONE);
            Thread killer = Thread.ofPlatform().start(() -> {
                RunningProcesses.awaitOne("/bin/busybox sleep 7535");
                ProcessHandle.of(daemon(home)).orElseThrow().destroyForcibly();
            });

            assertThatThrownBy(() -> {
                        TestBuild.base(engine, home.resolve("base"));
                        build.run(Files.createDirectories(folder.resolve("ctx")), sleeping());
                    })
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("the image engine");

            assertThat(killer).isNotNull();
            RunningProcesses.awaitNone("sleep 7535");
        }
    }

    private Path sleeping() throws IOException {
        Files.copy(Path.of("/bin/busybox"), folder.resolve("ctx/busybox"));
        return Files.writeString(
                folder.resolve("ctx/Dockerfile"),
                "FROM scratch\nCOPY busybox /bin/busybox\nRUN [\"/bin/busybox\", \"sleep\", \"7535\"]\n");
    }

    @Test
    void stoppingEndsTheDaemonAndRemovesTheNetworkAndTheControlGroups() throws Exception {
        Path home = TestBuildkit.home("DaemonIT-stopped");
        Buildkit engine = TestBuildkit.start(home);
        new TestBuild(engine).namespace("daemon-stopped").image(FILES);
        String name = Integer.toHexString(home.toString().hashCode());

        engine.close();

        RunningProcesses.awaitNone(home.resolve("daemon").toString());
        assertThat(Path.of("/sys/class/net/mr" + name)).doesNotExist();
        assertThat(rules()).isNotEmpty().noneMatch(line -> line.contains("mr" + name));
        assertThat(Path.of("/sys/fs/cgroup/memory/millrace-daemon-stopped")).doesNotExist();
        assertThat(engine.problem()).isPresent();
    }

    private static List<String> rules() throws Exception {
        Process process = new ProcessBuilder("iptables-save").start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return List.of(output.split("\n"));
    }

    @Test
    void aSecondServiceOnTheSameFolderIsRefused() {
        Path home = TestBuildkit.home("DaemonIT-second");
        try (Buildkit engine = TestBuildkit.start(settings(home))) {
            assertThatThrownBy(() -> TestBuildkit.start(settings(home)))
                    .isInstanceOf(EngineRefused.class)
                    .hasMessageContaining("in use by another builder");
            assertThat(engine.problem()).isEmpty();
        }
    }

    @Test
    void nothingOutlivesAServiceThatIsKilledAndTheNextOneStarts() throws Exception {
        Path home = TestBuildkit.home("DaemonIT-killed");
        Process service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineMain.class.getName(),
                        home.toString(),
                        folder.resolve("base").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("service.log").toFile())
                .start();
        try {
            RunningProcesses.awaitOne("sleep 7534");
        } finally {
            service.destroyForcibly().waitFor();
        }

        RunningProcesses.awaitNone("sleep 7534");
        RunningProcesses.awaitNone(home.resolve("daemon/buildkitd.toml").toString());
        try (Buildkit next = TestBuildkit.start(settings(home))) {
            assertThat(new TestBuild(next).network(Network.NONE).image(FILES)).isNotNull();
        }
    }

    @Test
    void anOldProgramIsRefusedByItsVersion() throws Exception {
        Path old = Files.writeString(folder.resolve("buildkitd"), "#!/bin/sh\necho buildkitd v0.13.0\n");
        old.toFile().setExecutable(true);
        BuildkitSettings good = settings(folder.resolve("engine"));
        BuildkitSettings.Programs programs = new BuildkitSettings.Programs(
                old.toString(), good.programs().buildctl(), good.programs().runc());
        BuildkitSettings bad = new BuildkitSettings(
                good.home(), programs, good.limits(), good.downloads(), good.egress(), good.sbomGenerator());

        assertThatThrownBy(() -> new Buildkit(bad, Map.of(), Clock.systemUTC()).start())
                .isInstanceOf(EngineRefused.class)
                .hasMessageContaining("buildkitd 0.13.0")
                .hasMessageContaining("0.34.2 or newer is required");
    }

    private static long daemon(Path home) {
        return ProcessHandle.allProcesses()
                .filter(one -> one.info().commandLine().orElse("").contains(home.resolve("daemon") + "/"))
                .filter(one -> one.info().command().orElse("").endsWith("/buildkitd"))
                .findFirst()
                .map(ProcessHandle::pid)
                .orElse(-1L);
    }
}

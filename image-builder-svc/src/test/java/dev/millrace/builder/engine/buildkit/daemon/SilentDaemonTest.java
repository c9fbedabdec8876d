package dev.millrace.builder.engine.buildkit.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that runs and never answers does not keep the service waiting. */
class SilentDaemonTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void isReportedAndStartedAgain() throws IOException {
        Path starts = folder.resolve("starts");
        Path program = Files.writeString(
                folder.resolve("silent"),
                "#!/bin/sh\necho started >> " + starts + "\ntrap 'exit 0' TERM\nsleep 7000 & wait\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

        try (Daemon daemon = Daemon.in(
                folder.resolve("home"),
                Files.createDirectories(folder.resolve("run")),
                program.toString(),
                Duration.ofMillis(300))) {
            daemon.start(new DaemonSettings("runc", Optional.empty(), 1, List.of()));

            assertThat(daemon.problem()).get().asString().contains("did not answer within PT0.3S", "buildkitd.log");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(starts).content().contains("started\nstarted"));
        }
        assertThat(ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream()))
                .noneMatch(line -> line.contains("sleep 7000"));
    }
}

package dev.millrace.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.testbed.process.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** manifest-updater-svc, started with what it can't work with. */
class StartIT {
    private static final Path JAR = Path.of("../manifest-updater-svc/target/quarkus-app/quarkus-run.jar");

    @Test
    void aSigningKeyThatCantBeUsedEndsTheStartAndSaysWhy(@TempDir Path directory) throws Exception {
        Path key = directory.resolve("key");
        Files.writeString(key, "-----BEGIN OPENSSH PRIVATE KEY-----\nhush\n");

        Process service = start(directory, "millrace.updater.signing.key-file=" + key);
        String said = new String(service.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        String last = said.lines().reduce("", (line, next) -> next);
        assertTrue(service.waitFor(1, TimeUnit.MINUTES));
        assertEquals(1, service.exitValue(), said);
        assertTrue(
                last.startsWith("manifest-updater-svc can't start: millrace.updater.signing.key-file: " + key
                        + ", read as millrace.updater.signing.format=ssh: not an OpenSSH private key"),
                said);
        assertTrue(last.contains("set a usable key"), last);
        assertFalse(said.contains("hush"), said);
    }

    /** Without any part: what ends the start comes before Kafka. */
    private static Process start(Path directory, String property) throws IOException {
        List<String> command = JavaCommand.ofJar(
                "160m",
                JAR,
                List.of(
                        "quarkus.http.host=127.0.0.1",
                        "quarkus.http.port=0",
                        "kafka.bootstrap.servers=127.0.0.1:1",
                        "millrace.updater.work-directory=" + directory.resolve("work"),
                        property));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}

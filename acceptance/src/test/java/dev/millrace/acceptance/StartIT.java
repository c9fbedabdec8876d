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

/** The start of manifest-updater-svc with an invalid configuration. */
class StartIT {
    private static final Path JAR = Path.of("../manifest-updater-svc/target/quarkus-app/quarkus-run.jar");

    @Test
    void anInvalidSigningKeyStopsTheStartWithAReason(@TempDir Path directory) throws Exception {
        Path key = directory.resolve("key");
        Files.writeString(key, "-----BEGIN OPENSSH PRIVATE KEY-----\nhush\n");

        Process service = start(directory, "millrace.updater.signing.key-file=" + key);
        String output = new String(service.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        String last = output.lines().reduce("", (line, next) -> next);
        assertTrue(service.waitFor(1, TimeUnit.MINUTES));
        assertEquals(1, service.exitValue(), output);
        assertTrue(
                last.startsWith("manifest-updater-svc cannot start: millrace.updater.signing.key-file: " + key
                        + ", read as millrace.updater.signing.format=ssh: not an OpenSSH private key"),
                output);
        assertTrue(last.contains("set a usable key"), last);
        assertFalse(output.contains("hush"), output);
    }

    /** Starts the service without any part, because the check of the key runs before the connection to Kafka. */
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

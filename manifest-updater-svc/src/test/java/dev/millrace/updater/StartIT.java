package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testbed.process.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service, started with what it can't work with. */
class StartIT {
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    @Test
    void aSigningKeyThatCantBeUsedEndsTheStartAndSaysWhy(@TempDir Path directory) throws Exception {
        Path key = directory.resolve("key");
        Files.writeString(key, "-----BEGIN OPENSSH PRIVATE KEY-----\nhush\n");

        Process service = start(directory, "millrace.updater.signing.key-file=" + key);
        String said = new String(service.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(service.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(service.exitValue()).isNotZero();
        assertThat(said)
                .contains("millrace.updater.signing.key-file: " + key
                        + ", read as millrace.updater.signing.format=ssh: not an OpenSSH private key")
                .contains("Name a key that can be used")
                .doesNotContain("hush")
                .doesNotContain("Listening on");
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

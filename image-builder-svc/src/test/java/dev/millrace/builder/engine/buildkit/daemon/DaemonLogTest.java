package dev.millrace.builder.engine.buildkit.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of the daemon never takes more than two files of its maximum size. */
class DaemonLogTest {
    private static final int MAX_BYTES = 20_000;

    @TempDir
    Path folder = Path.of("");

    @Test
    void keepsTheEndOfALongOutputInTwoFiles() throws IOException {
        Path file = folder.resolve("daemon.log");

        new DaemonLog(file, MAX_BYTES).copy(output("a".repeat(10 * MAX_BYTES) + "the end"));

        assertThat(Files.readString(file)).endsWith("the end");
        assertThat(Files.size(file)).isBetween(1L, (long) MAX_BYTES);
        assertThat(Files.size(DaemonLog.before(file))).isBetween(1L, (long) MAX_BYTES);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void goesOnInTheFileOfAnEarlierDaemon() throws IOException {
        Path file = folder.resolve("daemon.log");
        DaemonLog log = new DaemonLog(file, MAX_BYTES);

        log.copy(output("first\n"));
        log.copy(output("second\n"));

        assertThat(Files.readString(file)).isEqualTo("first\nsecond\n");
    }

    @Test
    void readsAnOutputThatItCannotStore() {
        ByteArrayInputStream output = output("lost");

        new DaemonLog(folder.resolve("missing/daemon.log"), MAX_BYTES).copy(output);

        assertThat(output.available()).isZero();
    }

    private static ByteArrayInputStream output(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}

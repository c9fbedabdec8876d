package dev.millrace.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The processes of this host. */
public final class RunningProcesses {
    private RunningProcesses() {}

    /** Waits until no process has this text in its command line. */
    public static void awaitNone(String text) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(running(text))
                .isFalse());
    }

    /** Waits until a process has this text in its command line. */
    public static void awaitOne(String text) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(running(text))
                .isTrue());
    }

    /** Reads the arguments themselves: {@link ProcessHandle.Info} shows the program in place of the first one. */
    private static boolean running(String text) {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(folder -> folder.getFileName().toString().matches("[0-9]+"))
                    .anyMatch(folder -> commandLine(folder).contains(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}

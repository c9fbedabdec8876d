package dev.millrace.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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

    private static boolean running(String text) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .anyMatch(line -> line.contains(text));
    }
}

package dev.millrace.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BoundedProcessTest {
    private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

    private final CopyOnWriteArrayList<String> log = new CopyOnWriteArrayList<>();

    @Test
    void outputAndErrorsAreReadLineByLine() {
        ToolOutcome outcome = run(Duration.ofSeconds(20), "echo one; echo two >&2; printf three");

        assertThat(outcome).isEqualTo(new ToolOutcome.Succeeded());
        assertThat(log).containsExactly("one", "two", "three");
    }

    @Test
    void aStatusOtherThanZeroIsAFailure() {
        assertThat(run(Duration.ofSeconds(20), "exit 7")).isEqualTo(new ToolOutcome.Failed(7));
    }

    @Test
    void aHangingToolIsEndedWithAllItsChildren() {
        Duration limit = Duration.ofMillis(700);

        ToolOutcome outcome = run(limit, "echo started; sleep 4321 & sleep 4321");

        assertThat(outcome).isEqualTo(new ToolOutcome.TimedOut(limit));
        assertThat(log).contains("started");
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                        ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream()))
                .noneMatch(line -> line.contains("sleep 4321")));
    }

    @Test
    void aLongLineIsSplit() {
        run(Duration.ofSeconds(20), "head -c 10000 /dev/zero | tr '\\0' x");

        assertThat(log).extracting(String::length).containsExactly(4096, 4096, 1808);
    }

    @Test
    void ourEnvironmentIsHiddenFromTheTool() {
        run(Duration.ofSeconds(20), "env");

        assertThat(log).allMatch(line -> line.matches("(PATH|PWD|SHLVL|_)=.*"));
    }

    private ToolOutcome run(Duration limit, String script) {
        return BoundedProcess.run(
                List.of("/bin/sh", "-c", script),
                PATH,
                Path.of("/tmp"),
                Limit.startingNow(limit, Clock.systemUTC()),
                log::add);
    }
}

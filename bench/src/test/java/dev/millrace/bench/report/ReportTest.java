package dev.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.report.Steps.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final Path file;
    private final Report report;

    ReportTest(@TempDir Path directory) {
        file = directory.resolve("target/results.json");
        report = Report.begin(file, new PrintStream(terminal, true, StandardCharsets.UTF_8));
    }

    @Test
    void isAnEmptyListBeforeTheFirstResult() throws IOException {
        assertThat(Files.readString(file).strip()).isEqualTo("[ ]");
    }

    @Test
    void writesAndPrintsEachResultAsSoonAsItIsMeasured() throws InterruptedException {
        List<Integer> written = new ArrayList<>();
        List<Boolean> printed = new ArrayList<>();

        Steps.takeAll(
                List.of(new Step("a", results -> {
                    results.accept(Measured.of("a", "ms", 1));
                    written.add(json().size());
                    printed.add(printed().contains("\na "));
                    results.accept(Measured.of("a/second", "ms", 2));
                    written.add(json().size());
                    printed.add(printed().contains("\na/second "));
                })),
                report);

        assertThat(written).containsExactly(1, 2);
        assertThat(printed).containsOnly(true);
    }

    @Test
    void reportsAFailureInOneLineAndGoesOn() throws Exception {
        Steps.takeAll(
                List.of(
                        new Step("broken", results -> {
                            throw new IllegalStateException("only 3 of 4\n\tare ready");
                        }),
                        new Step("whole", results -> results.accept(Measured.of("whole", "ms", 1)))),
                report);

        assertThat(json().at("/0/name").asText()).isEqualTo("broken");
        assertThat(json().at("/0/failure").asText())
                .startsWith("IllegalStateException: only 3 of 4 are ready (ReportTest.java:");
        assertThat(json().at("/1/name").asText()).isEqualTo("whole");
        assertThat(printed()).containsPattern("\nbroken +failed: IllegalStateException: only 3 of 4 are ready");
        assertThat(report.hasFailures()).isTrue();
    }

    @Test
    void anErrorOfOneMeasurementEndsThatOneOnly() throws Exception {
        Steps.takeAll(
                List.of(
                        new Step("large", results -> {
                            throw new OutOfMemoryError("Java heap space");
                        }),
                        new Step("small", results -> results.accept(Measured.of("small", "MB", 1)))),
                report);

        assertThat(names()).containsExactly("large", "small");
    }

    @Test
    void keepsTheResultsOfAMeasurementThatFailsLater() throws Exception {
        Steps.takeAll(
                List.of(new Step("fleet", results -> {
                    results.accept(Measured.of("fleet/ready", "s", 1));
                    throw new IOException("connection reset");
                })),
                report);

        assertThat(names()).containsExactly("fleet/ready", "fleet");
    }

    @Test
    void hasNoFailuresIfAllWereMeasured() throws InterruptedException {
        Steps.takeAll(List.of(new Step("a", results -> results.accept(Measured.of("a", "ms", 1)))), report);

        assertThat(report.hasFailures()).isFalse();
    }

    @Test
    void statesNumberPercentilesAndRuns() throws IOException {
        report.add(Measured.of(
                "latency",
                "ms",
                DoubleStream.iterate(1, value -> value + 1).limit(200).boxed().toList()));

        JsonNode latency = json().get(0);
        assertThat(latency.get("runs").asInt()).isEqualTo(1);
        assertThat(latency.get("n").asInt()).isEqualTo(200);
        assertThat(latency.get("p50").asDouble()).isEqualTo(100);
        assertThat(latency.get("p90").asDouble()).isEqualTo(180);
        assertThat(latency.get("p99").asDouble()).isEqualTo(198);
        assertThat(printed()).containsPattern("\nlatency +200 +100.0 +180.0 +198.0  ms");
    }

    @Test
    void comparesALatencyWithItsLimit() throws IOException {
        report.add(Measured.of("latency/limit", "ms", 40));
        report.add(Measured.of("latency", "ms", 100).comparedWith("latency/limit"));

        assertThat(json().at("/1/limit").asText()).isEqualTo("latency/limit");
        assertThat(json().at("/1/ratio").asDouble()).isEqualTo(2.5);
        assertThat(printed()).containsPattern("\nlatency +1 .* 2.50\n");
    }

    @Test
    void hasNoRatioIfTheLimitWasNotMeasuredOrIsZero() throws IOException {
        report.add(Measured.of("a", "ms", 100).comparedWith("a/limit"));
        report.add(Measured.of("b/limit", "ms", 0));
        report.add(Measured.of("b", "ms", 100).comparedWith("b/limit"));

        assertThat(json().at("/0/ratio").isMissingNode()).isTrue();
        assertThat(json().at("/2/ratio").isMissingNode()).isTrue();
    }

    @Test
    void leavesNoOtherFileBehind() throws IOException {
        report.add(Measured.of("a", "ms", 1));

        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    private List<String> names() throws IOException {
        return json().findValuesAsText("name");
    }

    private String printed() {
        return terminal.toString(StandardCharsets.UTF_8);
    }
}

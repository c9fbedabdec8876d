package dev.millrace.bench.build;

import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.Agent;
import dev.millrace.bench.setup.Metrics;
import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** The time that image-builder-svc spent in its stages up to a moment, by its own metrics. */
record StageTimes(ServiceProcess builder, Metrics metrics) {
    private static final List<String> STAGES = List.of("source-changed", "build", "push", "clean-up");
    private static final String METRIC = "millrace_stage_seconds_";

    static StageTimes of(ServiceProcess builder) throws IOException, InterruptedException {
        return new StageTimes(builder, Agent.metrics(builder));
    }

    /** Reports the mean of each stage since this moment, as {@code <name>/mean-<stage>}. */
    void since(String name, Consumer<Measured> results) throws IOException, InterruptedException {
        Metrics now = Agent.metrics(builder);
        for (String stage : STAGES) {
            double runs = difference(now, "count", stage);
            if (runs > 0) {
                results.accept(
                        Measured.of(name + "/mean-" + stage, "ms", difference(now, "sum", stage) * 1_000 / runs));
            }
        }
    }

    private double difference(Metrics now, String part, String stage) {
        return now.sum(METRIC + part, "stage", stage) - metrics.sum(METRIC + part, "stage", stage);
    }
}

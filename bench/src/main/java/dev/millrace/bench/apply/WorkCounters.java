package dev.millrace.bench.apply;

import dev.millrace.bench.setup.Agent;
import dev.millrace.bench.setup.Metrics;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The counters of the agent, the API server and the Git host. */
final class WorkCounters {
    private static final String STAGES = "millrace_stage_seconds_count";

    /** Longer than the agent takes between two steps of an attempt. */
    private static final Duration REST = Duration.ofSeconds(3);

    private static final Duration POLL = Duration.ofMillis(500);

    private final LocalDelivery delivery;
    private final ApiServer api;
    private final String repository;

    WorkCounters(LocalDelivery delivery, ApiServer api, String repository) {
        this.delivery = delivery;
        this.api = api;
        this.repository = repository;
    }

    /** All counters at one time. */
    record Reading(Map<String, Double> counts) {
        Reading since(Reading before) {
            Map<String, Double> differences = new LinkedHashMap<>();
            counts.forEach((what, count) -> differences.put(what, count - before.counts.getOrDefault(what, 0.0)));
            return new Reading(differences);
        }
    }

    Reading read() throws Exception {
        Metrics agent = Agent.metrics(delivery.agent());
        Metrics cluster = Metrics.of(api);
        Map<String, Double> counts = new LinkedHashMap<>();
        counts.put("passes", agent.sum(STAGES, "stage", "pass"));
        for (String stage : List.of("render", "plan", "apply")) {
            counts.put("evaluations-" + stage, agent.sum(STAGES, "stage", stage));
        }
        counts.put("api-requests", cluster.requests());
        counts.put("api-writes", cluster.writes());
        counts.put("git-requests", (double) delivery.gitHost().requests(repository));
        return new Reading(counts);
    }

    /** Returns the counters when none has changed for {@link #REST}. */
    Reading awaitRest(Duration timeout) throws Exception {
        long deadline = System.nanoTime() + timeout.toNanos();
        Reading last = read();
        long since = System.nanoTime();
        while (System.nanoTime() - since < REST.toNanos()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the agent is not at rest within " + timeout);
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            Reading now = read();
            if (!now.equals(last)) {
                last = now;
                since = System.nanoTime();
            }
        }
        return last;
    }
}

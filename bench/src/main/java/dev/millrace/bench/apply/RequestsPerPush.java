package dev.millrace.bench.apply;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.Agent;
import dev.millrace.bench.setup.EventPublisher;
import dev.millrace.bench.setup.Fleet;
import dev.millrace.bench.setup.FleetOnCluster;
import dev.millrace.bench.setup.ReadyWatch;
import dev.millrace.events.ConfigCommitted;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.wire.Envelope;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The work of the agent for one push, counted: the commit changes a ConfigMap of one Application of many that follow the repository. The
 * {@code config.committed} is published here, in place of the updater, so that all requests to the Git host are the agent's; no controller
 * acts on a ConfigMap, so that those to the API server are, too.
 *
 * @param applications the number of Applications that follow the repository
 */
public record RequestsPerPush(int applications) implements Measurement {
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 10;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final String FILE = "fleet/app-0/config.yaml";

    @Override
    public String name() {
        return "per-push/" + applications + "-apps";
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        String fleetName = "per-push-" + applications;
        Map<String, String> files = Fleet.pairs(applications);
        try (ApiServer api = new ApiServer(delivery.cluster());
                ReadyWatch ready = ReadyWatch.applications(delivery.cluster(), fleetName + "-")) {
            FleetOnCluster fleet = FleetOnCluster.withoutUpdater(delivery, api, fleetName, files);
            fleet.createNamespaces(applications);
            try {
                fleet.createApplications(applications);
                ready.await(applications, TIMEOUT);
                WorkCounters counters = new WorkCounters(delivery, api, fleet.repository());
                Map<String, List<Double>> counted = new LinkedHashMap<>();
                for (int i = 1; i <= WARM_UP + ROUNDS; i++) {
                    WorkCounters.Reading work = round(delivery, fleet, counters, files.getOrDefault(FILE, ""), i);
                    if (i > WARM_UP) {
                        work.counts().forEach((what, count) -> counted.computeIfAbsent(what, w -> new ArrayList<>())
                                .add(count));
                    }
                }
                counted.forEach((what, counts) -> results.accept(Measured.of(name() + "/" + what, "", counts)));
            } finally {
                fleet.delete(applications);
            }
        }
    }

    private static WorkCounters.Reading round(
            LocalDelivery delivery, FleetOnCluster fleet, WorkCounters counters, String config, int round)
            throws Exception {
        counters.awaitRest(TIMEOUT);
        CommitId commit = fleet.push(Map.of(FILE, config.replace("hello 0", "round " + round)));
        WorkCounters.Reading before = counters.read();
        EventPublisher.publish(delivery.kafka().bootstrapServers(), List.of(committed(fleet, commit)));
        Agent.awaitRevision(delivery.agent(), fleet.namespace(0), "app-0", commit, TIMEOUT);
        return counters.awaitRest(TIMEOUT).since(before);
    }

    private static Envelope<ConfigCommitted> committed(FleetOnCluster fleet, CommitId commit) {
        Instant now = Instant.now();
        ConfigCommitted event = new ConfigCommitted(
                fleet.repositoryId(),
                GitRef.branch("main"),
                CommitId.NONE,
                commit,
                Optional.empty(),
                List.of(FILE),
                0,
                List.of(),
                ConfigCommitted.Origin.HUMAN,
                List.of(),
                now);
        return Envelope.first(event, "bench", now, ChainId.of(fleet.repositoryId(), commit), Optional.empty());
    }
}

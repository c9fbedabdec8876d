package dev.millrace.bench.scale;

import dev.millrace.bench.apply.ApplyRounds;
import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.ApplyLimit;
import dev.millrace.bench.setup.DeploymentWatch;
import dev.millrace.bench.setup.Fleet;
import dev.millrace.bench.setup.FleetOnCluster;
import dev.millrace.bench.setup.LimitRepository.Change;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Many Applications of two objects each (a ConfigMap, and a Deployment without replicas) in one agent: time until all are ready, memory, a
 * restart, and one push to one of them. With 5,000 it takes longer than all others together, so it has to be asked for by name.
 */
public record TwoObjectApps(int applications) implements Measurement {
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 10;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final String DEPLOYMENT = "fleet/app-0/deployment.yaml";

    /** Enough for 5,000: what counts is the live heap. */
    private static final String HEAP = "512m";

    @Override
    public String name() {
        return "apps-" + applications + "-x2";
    }

    @Override
    public boolean isTakenByDefault() {
        return false;
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        Map<String, String> files = Fleet.pairs(applications);
        ApplicationFleet fleet = new ApplicationFleet("pairs-" + applications, applications, files, HEAP);
        ApplicationFleet.Opened opened = fleet.open(delivery);
        results.accept(Measured.of(name() + "/ready", "s", opened.seconds()));
        results.accept(Measured.of(name() + "/memory", "MB", fleet.residentMegabytes(delivery)));
        results.accept(Measured.of(name() + "/live-heap", "MB", fleet.liveHeapMegabytes(delivery)));
        ApplicationFleet.Restart restart = fleet.restart(delivery);
        results.accept(Measured.of(name() + "/restart", "s", restart.seconds()));
        results.accept(Measured.of(name() + "/restart-applies", "", restart.applies()));
        push(delivery, opened.onCluster(), files, results);
    }

    private void push(
            LocalDelivery delivery, FleetOnCluster fleet, Map<String, String> files, Consumer<Measured> results)
            throws Exception {
        try (ApiServer api = new ApiServer(delivery.cluster());
                ApplyLimit limit = ApplyLimit.open(delivery, api, "pairs-" + applications, files);
                DeploymentWatch watch = new DeploymentWatch(delivery.cluster(), fleet.namespace(0), "app-0")) {
            ApplyRounds rounds = new ApplyRounds(name() + "/push-to-applied", limit, WARM_UP);
            for (int replicas = 1; replicas <= WARM_UP + ROUNDS; replicas++) {
                String changed = files.getOrDefault(DEPLOYMENT, "").replace("replicas: 0", "replicas: " + replicas);
                fleet.push(Map.of(DEPLOYMENT, changed));
                long pushed = System.nanoTime();
                rounds.add(pushed, watch.awaitReplicas(replicas, TIMEOUT), Change.of(DEPLOYMENT, changed));
            }
            rounds.report(results);
        }
    }
}

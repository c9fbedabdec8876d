package dev.millrace.bench.apply;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.ApplyLimit;
import dev.millrace.bench.setup.DeploymentWatch;
import dev.millrace.bench.setup.Fleet;
import dev.millrace.bench.setup.FleetOnCluster;
import dev.millrace.bench.setup.LimitRepository.Change;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Like {@link PushToApplied}, while the rollout of the previous commit hangs: from the end of the fixing commit's push to the fixed spec on a
 * watch of the API server.
 */
public final class FixBehindFailing implements Measurement {
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 20;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String DEPLOYMENT = "fleet/app-0/deployment.yaml";

    @Override
    public String name() {
        return "fix-behind-failing-rollout";
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        Map<String, String> files = Fleet.plain(1);
        try (ApiServer api = new ApiServer(delivery.cluster());
                ApplyLimit limit = ApplyLimit.open(delivery, api, "fix", files)) {
            FleetOnCluster fleet = FleetOnCluster.open(delivery, api, "fix", files);
            fleet.createNamespaces(1);
            try (DeploymentWatch watch = new DeploymentWatch(delivery.cluster(), fleet.namespace(0), "app-0")) {
                fleet.createApplications(1);
                watch.awaitReplicas(1, TIMEOUT);
                ApplyRounds rounds = new ApplyRounds(name(), limit, WARM_UP);
                for (int i = 1; i <= WARM_UP + ROUNDS; i++) {
                    round(fleet, files.getOrDefault(DEPLOYMENT, ""), i, watch, rounds);
                }
                rounds.report(results);
            } finally {
                fleet.delete(1);
            }
        }
    }

    private static void round(
            FleetOnCluster fleet, String healthy, int round, DeploymentWatch watch, ApplyRounds rounds)
            throws IOException, InterruptedException {
        String failing = healthy.replace(
                "      labels: {app: app-0}", "      labels: {app: app-0, " + Cluster.FAIL + ": unready}");
        fleet.push(Map.of(DEPLOYMENT, failing.replace("replicas: 1", "replicas: " + 2 * round)));
        watch.awaitReplicas(2 * round, TIMEOUT);
        int replicas = 2 * round + 1;
        String fixed = healthy.replace("replicas: 1", "replicas: " + replicas);
        fleet.push(Map.of(DEPLOYMENT, fixed));
        long pushed = System.nanoTime();
        rounds.add(pushed, watch.awaitReplicas(replicas, TIMEOUT), Change.of(DEPLOYMENT, fixed));
    }
}

package dev.millrace.bench;

import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * As {@link PushToApplied}, while the rollout of the commit before hangs: from the end of the fixing commit's push to the fixed spec on a watch
 * of the API server.
 */
final class FixBehindFailing implements Measurement {
    private static final int WARM_UP = 5;
    private static final int TIMES = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String DEPLOYMENT = "fleet/app-0/deployment.yaml";

    @Override
    public String name() {
        return "fix-behind-failing-rollout";
    }

    @Override
    public Result measure(LocalDelivery delivery) throws Exception {
        Map<String, String> files = Fleet.plain(1);
        String good = files.getOrDefault(DEPLOYMENT, "");
        String failing =
                good.replace("      labels: {app: app-0}", "      labels: {app: app-0, " + Cluster.FAIL + ": unready}");
        try (ApiServer api = new ApiServer(delivery.cluster())) {
            FleetOnCluster fleet = FleetOnCluster.open(delivery, api, "fix", files);
            fleet.createNamespaces(1);
            try (DeploymentWatch watch = new DeploymentWatch(delivery.cluster(), fleet.namespace(0), "app-0")) {
                fleet.createApplications(1);
                watch.awaitReplicas(1, PATIENCE);
                return measure(fleet, good, failing, watch);
            } finally {
                fleet.delete(1);
            }
        }
    }

    private Result measure(FleetOnCluster fleet, String good, String failing, DeploymentWatch watch)
            throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 1; i <= WARM_UP + TIMES; i++) {
            fleet.push(Map.of(DEPLOYMENT, failing.replace("replicas: 1", "replicas: " + 2 * i)));
            watch.awaitReplicas(2 * i, PATIENCE);
            fleet.push(Map.of(DEPLOYMENT, good.replace("replicas: 1", "replicas: " + (2 * i + 1))));
            long pushed = System.nanoTime();
            long seen = watch.awaitReplicas(2 * i + 1, PATIENCE);
            if (i > WARM_UP) {
                millis.add(Math.max(0, seen - pushed) / 1e6);
            }
        }
        return Result.of(name(), "ms", millis);
    }
}

package dev.millrace.bench;

import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * As {@link PushToApplied}, in a repository of 2,000 directories of four files. The commit changes what one Application reads; the others
 * are there. The others' Deployments have no replicas: what is measured is the way to
 * the API server, not what its controllers do beside it.
 *
 * @param applications how many Applications follow the repository, each one directory
 */
record FleetPush(int applications) implements Measurement {
    private static final int DIRECTORIES = 2_000;
    private static final int WARM_UP = 10;
    private static final int TIMES = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String CHANGING = "fleet/app-0/deployment.yaml";

    @Override
    public String name() {
        return "push-to-applied/8000-files-" + applications + (applications == 1 ? "-app" : "-apps");
    }

    @Override
    public Result measure(LocalDelivery delivery) throws Exception {
        Map<String, String> files = new HashMap<>();
        Fleet.files(DIRECTORIES).forEach((path, text) -> files.put(path, text.replace("replicas: 1", "replicas: 0")));
        String deployment = files.getOrDefault(CHANGING, "");
        try (ApiServer api = new ApiServer(delivery.cluster());
                ReadyWatch ready = ReadyWatch.applications(delivery.cluster())) {
            FleetOnCluster fleet = FleetOnCluster.open(delivery, api, "fleet-" + applications, files);
            fleet.createNamespaces(applications);
            try (DeploymentWatch watch = new DeploymentWatch(delivery.cluster(), fleet.namespace(0), "app-0")) {
                fleet.createApplications(applications);
                ready.await(applications, PATIENCE);
                return measure(fleet, deployment, watch);
            } finally {
                fleet.delete(applications);
            }
        }
    }

    private Result measure(FleetOnCluster fleet, String deployment, DeploymentWatch watch) throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 1; i <= WARM_UP + TIMES; i++) {
            fleet.push(Map.of(CHANGING, deployment.replace("replicas: 0", "replicas: " + i)));
            long pushed = System.nanoTime();
            long seen = watch.awaitReplicas(i, PATIENCE);
            if (i > WARM_UP) {
                millis.add(Math.max(0, seen - pushed) / 1e6);
            }
        }
        return Result.of(name(), "ms", millis);
    }
}

package dev.millrace.bench.apply;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.ApplyLimit;
import dev.millrace.bench.setup.DeploymentWatch;
import dev.millrace.bench.setup.Fleet;
import dev.millrace.bench.setup.FleetOnCluster;
import dev.millrace.bench.setup.LimitRepository.Change;
import dev.millrace.bench.setup.ReadyWatch;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Like {@link PushToApplied}, in a repository of 2,000 directories with four files each. The commit changes what one Application reads; the
 * others exist. Their Deployments have no replicas: this measures the way to the API server, not the work of its controllers.
 *
 * @param applications the number of Applications that follow the repository, each one directory
 */
public record FleetPush(int applications) implements Measurement {
    private static final int DIRECTORIES = 2_000;
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 20;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final String DEPLOYMENT = "fleet/app-0/deployment.yaml";

    @Override
    public String name() {
        return "push-to-applied/8000-files-" + applications + (applications == 1 ? "-app" : "-apps");
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        String fleetName = "fleet-" + applications;
        Map<String, String> files = files();
        try (ApiServer api = new ApiServer(delivery.cluster());
                ApplyLimit limit = ApplyLimit.open(delivery, api, fleetName, files);
                ReadyWatch ready = ReadyWatch.applications(delivery.cluster(), fleetName + "-")) {
            FleetOnCluster fleet = FleetOnCluster.open(delivery, api, fleetName, files);
            fleet.createNamespaces(applications);
            try (DeploymentWatch watch = new DeploymentWatch(delivery.cluster(), fleet.namespace(0), "app-0")) {
                fleet.createApplications(applications);
                ready.await(applications, TIMEOUT);
                ApplyRounds rounds = new ApplyRounds(name(), limit, WARM_UP);
                for (int replicas = 1; replicas <= WARM_UP + ROUNDS; replicas++) {
                    String changed = files.getOrDefault(DEPLOYMENT, "").replace("replicas: 0", "replicas: " + replicas);
                    fleet.push(Map.of(DEPLOYMENT, changed));
                    long pushed = System.nanoTime();
                    rounds.add(pushed, watch.awaitReplicas(replicas, TIMEOUT), Change.of(DEPLOYMENT, changed));
                }
                rounds.report(results);
            } finally {
                fleet.delete(applications);
            }
        }
    }

    private static Map<String, String> files() {
        Map<String, String> files = new HashMap<>();
        Fleet.kustomized(DIRECTORIES)
                .forEach((path, text) -> files.put(path, text.replace("replicas: 1", "replicas: 0")));
        return files;
    }
}

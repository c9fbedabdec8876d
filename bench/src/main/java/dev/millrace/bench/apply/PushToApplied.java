package dev.millrace.bench.apply;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.ApplyLimit;
import dev.millrace.bench.setup.DeploymentWatch;
import dev.millrace.bench.setup.LimitRepository.Change;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.delivery.Shop;
import dev.millrace.testbed.git.GitWorkspace;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * From the end of a push to the configuration repository (the Git host has answered) to the object's changed spec on a watch of the API
 * server: webhook, event, fetch, render and apply are included.
 */
public final class PushToApplied implements Measurement {
    private static final int WARM_UP = 15;
    private static final int ROUNDS = 30;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String OVERLAY = "apps/staging/kustomization.yaml";

    @Override
    public String name() {
        return "push-to-applied/small";
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        GitWorkspace workspace = delivery.gitHost().workspace();
        Map<String, String> files = Shop.configuration(delivery.registry().host());
        workspace.push(LocalDelivery.CONFIG_REPOSITORY, "main", files, "Open the shop");
        delivery.openShop("staging", false);
        try (ApiServer api = new ApiServer(delivery.cluster());
                ApplyLimit limit = ApplyLimit.open(delivery, api, "small", files);
                DeploymentWatch watch = new DeploymentWatch(delivery.cluster(), "shop-staging", "web")) {
            watch.awaitReplicas(2, TIMEOUT);
            ApplyRounds rounds = new ApplyRounds(name(), limit, WARM_UP);
            for (int i = 0; i < WARM_UP + ROUNDS; i++) {
                round(workspace, files, 3 + i, watch, rounds);
            }
            rounds.report(results);
        }
    }

    private static void round(
            GitWorkspace workspace, Map<String, String> files, int replicas, DeploymentWatch watch, ApplyRounds rounds)
            throws IOException, InterruptedException {
        String overlay = files.getOrDefault(OVERLAY, "").replaceFirst("count: \\d+", "count: " + replicas);
        workspace.push(LocalDelivery.CONFIG_REPOSITORY, "main", Map.of(OVERLAY, overlay), "Run " + replicas);
        long pushed = System.nanoTime();
        rounds.add(pushed, watch.awaitReplicas(replicas, TIMEOUT), Change.of(OVERLAY, overlay));
    }
}

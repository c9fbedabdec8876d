package dev.millrace.bench;

import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.delivery.Shop;
import dev.millrace.testbed.git.GitWorkspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From the end of a push to the configuration repository (the git host has answered) to the object's changed spec on a watch of the API
 * server: webhook, event, fetch, render and apply are in it.
 */
final class PushToApplied implements Measurement {
    private static final int WARM_UP = 15;
    private static final int TIMES = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OVERLAY = "apps/staging/kustomization.yaml";

    @Override
    public String name() {
        return "push-to-applied/small";
    }

    @Override
    public Result measure(LocalDelivery delivery) throws Exception {
        GitWorkspace workspace = delivery.gitHost().workspace();
        Map<String, String> configuration =
                Shop.configuration(delivery.registry().host());
        workspace.push(LocalDelivery.CONFIG_REPOSITORY, "main", configuration, "Open the shop");
        delivery.openShop("staging", false);
        String overlay = configuration.get(OVERLAY);
        if (overlay == null) {
            throw new IllegalStateException("the shop has no " + OVERLAY);
        }
        try (DeploymentWatch watch = new DeploymentWatch(delivery.cluster(), "shop-staging", "web")) {
            watch.awaitReplicas(2, PATIENCE);
            return measure(workspace, overlay, watch);
        }
    }

    private Result measure(GitWorkspace workspace, String overlay, DeploymentWatch watch) throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < WARM_UP + TIMES; i++) {
            int replicas = 3 + i;
            workspace.push(
                    LocalDelivery.CONFIG_REPOSITORY,
                    "main",
                    Map.of(OVERLAY, overlay.replaceFirst("count: \\d+", "count: " + replicas)),
                    "Run " + replicas);
            long pushed = System.nanoTime();
            long seen = watch.awaitReplicas(replicas, PATIENCE);
            if (i >= WARM_UP) {
                millis.add(Math.max(0, seen - pushed) / 1e6);
            }
        }
        return Result.of(name(), "ms", millis);
    }
}

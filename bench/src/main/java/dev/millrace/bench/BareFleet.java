package dev.millrace.bench;

import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the cluster itself takes for the objects of {@link ThousandApps}: applied server-side, eight requests at a time, by a client that does
 * nothing else. No agent can be faster than this beside the same control plane.
 */
final class BareFleet implements Measurement {
    private static final int APPLICATIONS = 1_000;
    private static final int PER_NAMESPACE = 100;
    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Map<String, String> PLURALS = Map.of(
            "account.yaml", "api/v1/%s/serviceaccounts",
            "config.yaml", "api/v1/%s/configmaps",
            "service.yaml", "api/v1/%s/services",
            "deployment.yaml", "apis/apps/v1/%s/deployments");

    @Override
    public String name() {
        return "apps-1000-ready/without-agent";
    }

    @Override
    public Result measure(LocalDelivery delivery) throws Exception {
        Map<String, String> files = Fleet.plain(APPLICATIONS);
        try (ApiServer api = new ApiServer(delivery.cluster());
                ReadyWatch ready = ReadyWatch.deployments(delivery.cluster(), "bare-")) {
            for (int i = 0; i < APPLICATIONS; i += PER_NAMESPACE) {
                api.create("/api/v1/namespaces", Map.of("metadata", Map.of("name", namespace(i))));
            }
            long start = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
                for (int i = 0; i < APPLICATIONS; i++) {
                    int number = i;
                    running.add(threads.submit(() -> {
                        apply(api, files, number);
                        return number;
                    }));
                }
            }
            for (Future<?> one : running) {
                one.get();
            }
            ready.await(APPLICATIONS, PATIENCE);
            return Result.of(name(), "s", List.of((System.nanoTime() - start) / 1e9));
        }
    }

    private static void apply(ApiServer api, Map<String, String> files, int number)
            throws IOException, InterruptedException {
        for (Map.Entry<String, String> kind : PLURALS.entrySet()) {
            String manifest = files.getOrDefault("fleet/app-" + number + "/" + kind.getKey(), "");
            api.apply("/" + kind.getValue().formatted("namespaces/" + namespace(number)) + "/app-" + number, manifest);
        }
    }

    private static String namespace(int number) {
        return "bare-" + number / PER_NAMESPACE;
    }
}

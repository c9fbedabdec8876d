package dev.millrace.bench.scale;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.Fleet;
import dev.millrace.bench.setup.ReadyWatch;
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
import java.util.function.Consumer;

/**
 * The limit of {@code apps-1000-ready}: its objects, applied server-side, eight requests in parallel, by a client that does nothing else. No
 * agent can be faster with the same control plane.
 */
public final class BareFleet implements Measurement {
    static final String NAME = "apps-1000-ready/without-agent";
    private static final int APPLICATIONS = ThousandApps.APPLICATIONS;
    private static final int PER_NAMESPACE = 100;
    private static final int PARALLEL = 8;
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Map<String, String> PLURALS = Map.of(
            "account.yaml", "api/v1/%s/serviceaccounts",
            "config.yaml", "api/v1/%s/configmaps",
            "service.yaml", "api/v1/%s/services",
            "deployment.yaml", "apis/apps/v1/%s/deployments");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        Map<String, String> files = Fleet.plain(APPLICATIONS);
        try (ApiServer api = new ApiServer(delivery.cluster());
                ReadyWatch ready = ReadyWatch.deployments(delivery.cluster(), "bare-")) {
            for (int i = 0; i < APPLICATIONS; i += PER_NAMESPACE) {
                api.create("/api/v1/namespaces", Map.of("metadata", Map.of("name", namespace(i))));
            }
            long start = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
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
            ready.await(APPLICATIONS, TIMEOUT);
            results.accept(Measured.of(NAME, "s", (System.nanoTime() - start) / 1e9));
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

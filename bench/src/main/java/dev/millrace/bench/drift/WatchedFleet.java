package dev.millrace.bench.drift;

import dev.millrace.bench.setup.FleetOnCluster;
import dev.millrace.bench.setup.ReadyWatch;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Applications of equally many ConfigMaps, each with one value.
 *
 * @param name begins the namespaces' names
 * @param objects the number of ConfigMaps of each Application
 * @param heal true if the agent heals them
 */
record WatchedFleet(String name, int applications, int objects, boolean heal) {
    private static final Duration TIMEOUT = Duration.ofMinutes(30);
    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: %s}
            data: {value: "%s"}
            ---
            """;

    /** A fleet whose Applications are all ready. */
    record Opened(WatchedFleet fleet, FleetOnCluster onCluster) {

        /** Changes the value of an object as another client does, and returns when the API server had answered, in {@link System#nanoTime()}. */
        long change(ApiServer api, int application, int object, String value) throws IOException, InterruptedException {
            String config = "app-" + application + "-" + object;
            String path = "/api/v1/namespaces/" + onCluster.namespace(application) + "/configmaps/" + config;
            api.apply(path, CONFIG.formatted(config, value));
            return System.nanoTime();
        }
    }

    Opened open(LocalDelivery delivery) throws Exception {
        try (ApiServer api = new ApiServer(delivery.cluster());
                ReadyWatch ready = ReadyWatch.applications(delivery.cluster(), name + "-")) {
            FleetOnCluster onCluster = FleetOnCluster.withoutUpdater(delivery, api, name, files());
            onCluster.createNamespaces(applications);
            onCluster.createApplications(applications, Map.of("heal", heal));
            ready.await(applications, TIMEOUT);
            return new Opened(this, onCluster);
        }
    }

    private Map<String, String> files() {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < applications; i++) {
            StringBuilder configs = new StringBuilder();
            for (int j = 0; j < objects; j++) {
                configs.append(CONFIG.formatted("app-" + i + "-" + j, "declared"));
            }
            files.put("fleet/app-" + i + "/configs.yaml", configs.toString());
        }
        return files;
    }
}

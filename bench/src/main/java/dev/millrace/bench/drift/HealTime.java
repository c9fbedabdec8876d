package dev.millrace.bench.drift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * From the API server's answer to a client that changed a value, to the declared value on a watch: detector, event and agent are included. Each object
 * is changed once, so that none is contested.
 */
public final class HealTime implements Measurement {
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 60;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String FLEET = "healed";

    @Override
    public String name() {
        return "heal";
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        WatchedFleet.Opened fleet = new WatchedFleet(FLEET, 1, WARM_UP + ROUNDS, true).open(delivery);
        List<Double> milliseconds = new ArrayList<>();
        Values values = new Values();
        try (ApiServer api = new ApiServer(delivery.cluster());
                ApiServer watch = new ApiServer(delivery.cluster())) {
            watch.watch("/api/v1/namespaces/" + fleet.onCluster().namespace(0) + "/configmaps?watch=true", values::add);
            for (int i = 0; i < WARM_UP + ROUNDS; i++) {
                long changed = fleet.change(api, 0, i, "by hand");
                long healed = values.awaitHealed("app-0-" + i);
                if (i >= WARM_UP) {
                    milliseconds.add((healed - changed) / 1e6);
                }
            }
        }
        results.accept(Measured.of(name(), "ms", milliseconds));
    }

    /** When each object first had its declared value again after another one. */
    private static final class Values {
        private final Set<String> changed = new HashSet<>();
        private final Map<String, Long> healed = new HashMap<>();

        synchronized void add(JsonNode event) {
            String name = event.at("/object/metadata/name").asText();
            boolean isDeclared = event.at("/object/data/value").asText().equals("declared");
            if (isDeclared && changed.contains(name)) {
                healed.putIfAbsent(name, System.nanoTime());
                notifyAll();
            } else if (!isDeclared) {
                changed.add(name);
            }
        }

        synchronized long awaitHealed(String name) throws InterruptedException {
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            Long at = healed.get(name);
            while (at == null) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new IllegalStateException(name + " is not healed within " + TIMEOUT);
                }
                wait(left);
                at = healed.get(name);
            }
            return at;
        }
    }
}

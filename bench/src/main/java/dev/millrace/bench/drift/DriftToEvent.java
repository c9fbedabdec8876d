package dev.millrace.bench.drift;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.events.Topic;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** From the API server's answer to a client that changed a value, to the {@code drift.detected} with that value at a consumer. */
public final class DriftToEvent implements Measurement {
    private static final int WARM_UP = 30;
    private static final int ROUNDS = 200;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "drift-to-event";
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        WatchedFleet.Opened fleet = new WatchedFleet("drifting", 1, 1, false).open(delivery);
        List<Double> milliseconds = new ArrayList<>();
        try (ApiServer api = new ApiServer(delivery.cluster());
                EventTap tap = new EventTap(delivery.kafka().bootstrapServers())) {
            for (int i = 0; i < WARM_UP + ROUNDS; i++) {
                String value = "changed-" + i + "-";
                long changed = fleet.change(api, 0, 0, value);
                awaitEvent(tap, value);
                if (i >= WARM_UP) {
                    milliseconds.add((System.nanoTime() - changed) / 1e6);
                }
            }
        }
        results.accept(Measured.of(name(), "ms", milliseconds));
    }

    private static void awaitEvent(EventTap tap, String value) {
        if (tap.await(
                        Topic.DRIFT_DETECTED,
                        event -> event.value().path("fields").toString().contains(value),
                        TIMEOUT)
                .isEmpty()) {
            throw new IllegalStateException("no event with " + value + " within " + TIMEOUT);
        }
    }
}

package dev.millrace.bench.drift;

import dev.millrace.events.Topic;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * All objects of a fleet, changed at once.
 *
 * @param changeSeconds how long the changes took
 * @param lagMilliseconds from the last change to the event of the last object
 */
record Storm(double changeSeconds, double lagMilliseconds) {
    private static final int PARALLEL = 16;
    private static final String VALUE = "stormy";
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    static Storm over(WatchedFleet.Opened opened, LocalDelivery delivery) throws Exception {
        WatchedFleet fleet = opened.fleet();
        try (EventTap tap = new EventTap(delivery.kafka().bootstrapServers());
                ApiServer api = new ApiServer(delivery.cluster())) {
            long start = System.nanoTime();
            change(opened, api);
            long changed = System.nanoTime();
            awaitAll(tap, fleet.applications() * fleet.objects());
            return new Storm((changed - start) / 1e9, (System.nanoTime() - changed) / 1e6);
        }
    }

    private static void change(WatchedFleet.Opened opened, ApiServer api)
            throws InterruptedException, ExecutionException {
        WatchedFleet fleet = opened.fleet();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
            for (int i = 0; i < fleet.applications() * fleet.objects(); i++) {
                int object = i;
                running.add(threads.submit(
                        () -> opened.change(api, object / fleet.objects(), object % fleet.objects(), VALUE)));
            }
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private static void awaitAll(EventTap tap, int objects) {
        Set<String> drifted = new HashSet<>();
        boolean isComplete = tap.await(
                        Topic.DRIFT_DETECTED,
                        event -> event.value().path("fields").toString().contains(VALUE)
                                && drifted.add(event.value().path("object").toString())
                                && drifted.size() == objects,
                        TIMEOUT)
                .isPresent();
        if (!isComplete) {
            throw new IllegalStateException(
                    "only " + drifted.size() + " of " + objects + " drifts were published within " + TIMEOUT);
        }
    }
}

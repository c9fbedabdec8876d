package dev.millrace.bench.drift;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.Metrics;
import dev.millrace.bench.setup.Once;
import dev.millrace.bench.setup.ProcessUse;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Many watched objects: what the detector costs at rest, and a storm in which all of them are changed. */
public final class WatchedObjects {
    private static final Duration REST = Duration.ofMinutes(1);
    private static final int OBJECTS_OF_ONE = 500;

    private final int objects;
    private final boolean isTakenByDefault;
    private final Once<WatchedFleet.Opened> fleet = new Once<>();

    /**
     * @param objects the number of watched objects; a multiple of 500
     * @param isTakenByDefault false if it takes long
     */
    public WatchedObjects(int objects, boolean isTakenByDefault) {
        this.objects = objects;
        this.isTakenByDefault = isTakenByDefault;
    }

    /** They share one fleet, which the first of them opens. */
    public List<Measurement> measurements() {
        return List.of(
                new OnFleet("watch-" + objects + "-objects", isTakenByDefault, this::atRest),
                new OnFleet("drift-storm-" + objects, isTakenByDefault, this::storm));
    }

    private record OnFleet(String name, boolean isTakenByDefault, Work work) implements Measurement {
        private interface Work {
            void measure(String name, LocalDelivery delivery, Consumer<Measured> results) throws Exception;
        }

        @Override
        public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
            work.measure(name, delivery, results);
        }
    }

    private WatchedFleet.Opened open(LocalDelivery delivery) throws Exception {
        return fleet.get(() ->
                new WatchedFleet("watched-" + objects, objects / OBJECTS_OF_ONE, OBJECTS_OF_ONE, false).open(delivery));
    }

    private void atRest(String name, LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        open(delivery);
        try (ApiServer api = new ApiServer(delivery.cluster())) {
            Duration cpu = ProcessUse.cpu(delivery.detector());
            double requests = Metrics.of(api).requests();
            TimeUnit.MILLISECONDS.sleep(REST.toMillis());
            Duration used = ProcessUse.cpu(delivery.detector()).minus(cpu);
            results.accept(Measured.of(
                    name + "/api-requests-per-minute", "", Metrics.of(api).requests() - requests));
            results.accept(Measured.of(name + "/cpu-per-minute", "ms", used.toNanos() / 1e6));
        }
        memory(name, delivery, results);
        results.accept(
                Measured.of(name + "/file-descriptors", "", (double) ProcessUse.fileDescriptors(delivery.detector())));
    }

    private void storm(String name, LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        WatchedFleet.Opened opened = open(delivery);
        Storm storm = Storm.over(opened, delivery);
        results.accept(Measured.of(name + "/changes", "s", storm.changeSeconds()));
        results.accept(Measured.of(name + "/last-change-to-last-event", "ms", storm.lagMilliseconds()));
        memory(name, delivery, results);
    }

    private static void memory(String name, LocalDelivery delivery, Consumer<Measured> results)
            throws IOException, InterruptedException {
        results.accept(Measured.of(name + "/memory", "MB", ProcessUse.resident(delivery.detector())));
        results.accept(Measured.of(name + "/live-heap", "MB", ProcessUse.liveHeap(delivery.detector())));
    }
}

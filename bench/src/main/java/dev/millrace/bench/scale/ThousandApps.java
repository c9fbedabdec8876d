package dev.millrace.bench.scale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.Agent;
import dev.millrace.bench.setup.Fleet;
import dev.millrace.bench.setup.Metrics;
import dev.millrace.bench.setup.Once;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** 1,000 Applications of four objects each: how long until all are ready, memory, a restart, and the requests at rest. */
public final class ThousandApps {
    static final int APPLICATIONS = 1_000;
    private static final Duration REST = Duration.ofMinutes(2);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final String NAME = "thousand";

    /** Twice the live objects of so many Applications. */
    private static final String HEAP = "112m";

    private final ApplicationFleet fleet = new ApplicationFleet(NAME, APPLICATIONS, Fleet.plain(APPLICATIONS), HEAP);
    private final Once<Double> readySeconds = new Once<>();

    /** They share one fleet, which the first of them opens. If that fails, the others fail for the same reason. */
    public List<Measurement> measurements() {
        return List.of(
                new OnFleet("apps-1000-ready", this::ready),
                new OnFleet("apps-1000-memory", this::memory),
                new OnFleet("restart-1000-apps", this::restart),
                new OnFleet("at-rest/api-writes-per-minute", this::apiWritesAtRest),
                new OnFleet("at-rest/git-requests-per-minute", this::gitRequestsAtRest));
    }

    private record OnFleet(String name, Work work) implements Measurement {
        private interface Work {
            void measure(String name, LocalDelivery delivery, Consumer<Measured> results) throws Exception;
        }

        @Override
        public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
            work.measure(name, delivery, results);
        }
    }

    private double open(LocalDelivery delivery) throws Exception {
        return readySeconds.get(() -> fleet.open(delivery).seconds());
    }

    private void ready(String name, LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        results.accept(Measured.of(name, "s", open(delivery)).comparedWith(BareFleet.NAME));
    }

    private void memory(String name, LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        open(delivery);
        results.accept(Measured.of(name, "MB", fleet.residentMegabytes(delivery)));
        results.accept(Measured.of(name + "/live-heap", "MB", fleet.liveHeapMegabytes(delivery)));
    }

    private void restart(String name, LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        open(delivery);
        ApplicationFleet.Restart restart = fleet.restart(delivery);
        results.accept(Measured.of(name, "ms", restart.seconds() * 1000));
        results.accept(Measured.of(name + "/applies", "", restart.applies()));
    }

    private void apiWritesAtRest(String name, LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        open(delivery);
        try (ApiServer api = new ApiServer(delivery.cluster())) {
            double before = Metrics.of(api).writes();
            TimeUnit.MILLISECONDS.sleep(REST.toMillis());
            results.accept(Measured.of(name, "", (Metrics.of(api).writes() - before) / REST.toMinutes()));
        }
    }

    private void gitRequestsAtRest(String name, LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        open(delivery);
        long end = System.nanoTime() + REST.toNanos();
        int requests = 0;
        Instant last = lastFetch(delivery);
        while (System.nanoTime() - end < 0) {
            Instant now = lastFetch(delivery);
            requests += now.equals(last) ? 0 : 1;
            last = now;
            LockSupport.parkNanos(POLL_NANOS);
        }
        results.accept(Measured.of(name, "", (double) requests / REST.toMinutes()));
    }

    private static Instant lastFetch(LocalDelivery delivery) throws Exception {
        for (JsonNode repository : Agent.json(delivery.agent(), "/repositories")) {
            if (repository.path("repository").asText().contains(NAME)) {
                return Instant.parse(repository.path("lastAsked").asText());
            }
        }
        throw new IllegalStateException("the agent has no repository " + NAME);
    }
}

package dev.millrace.bench.scale;

import dev.millrace.bench.setup.Agent;
import dev.millrace.bench.setup.FleetOnCluster;
import dev.millrace.bench.setup.Metrics;
import dev.millrace.bench.setup.ProcessUse;
import dev.millrace.bench.setup.ReadyWatch;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Many Applications in one agent, each following one directory of one repository.
 *
 * @param name begins the namespaces' names
 * @param heap the agent's heap as {@code -Xmx} takes it
 */
record ApplicationFleet(String name, int applications, Map<String, String> files, String heap) {
    private static final Duration TIMEOUT = Duration.ofMinutes(30);

    /** A fleet that is ready, and how long that took. */
    record Opened(FleetOnCluster onCluster, double seconds) {}

    /** Starts the agent with the fleet's heap, creates all Applications, and returns when all are ready. */
    Opened open(LocalDelivery delivery) throws Exception {
        delivery.agent().stop();
        delivery.agent().withHeap(heap).start();
        try (ApiServer api = new ApiServer(delivery.cluster());
                ReadyWatch ready = ReadyWatch.applications(delivery.cluster(), name + "-")) {
            FleetOnCluster fleet = FleetOnCluster.open(delivery, api, name, files);
            fleet.createNamespaces(applications);
            long start = System.nanoTime();
            fleet.createApplications(applications);
            ready.await(applications, TIMEOUT);
            return new Opened(fleet, (System.nanoTime() - start) / 1e9);
        }
    }

    double residentMegabytes(LocalDelivery delivery) throws IOException {
        return ProcessUse.resident(delivery.agent());
    }

    double liveHeapMegabytes(LocalDelivery delivery) throws IOException, InterruptedException {
        return ProcessUse.liveHeap(delivery.agent());
    }

    /** A restart of the agent. */
    record Restart(double seconds, double applies) {}

    /** Returns when the agent has read all Applications again, and the number of their objects that were written meanwhile. */
    Restart restart(LocalDelivery delivery) throws Exception {
        delivery.agent().stop();
        try (ApiServer api = new ApiServer(delivery.cluster())) {
            double before = Metrics.of(api).objectWrites();
            long start = System.nanoTime();
            delivery.agent().start();
            Agent.awaitSettled(delivery.agent(), name + "-", applications, TIMEOUT);
            return new Restart(
                    (System.nanoTime() - start) / 1e9, Metrics.of(api).objectWrites() - before);
        }
    }
}

package dev.millrace.bench.setup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.cluster.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches one Deployment as any client of the API server can, and records when each number of replicas first arrived. */
public final class DeploymentWatch implements AutoCloseable {
    private final ApiServer api;
    private final Map<Integer, Long> arrivals = new HashMap<>();

    public DeploymentWatch(Cluster cluster, String namespace, String name) {
        api = new ApiServer(cluster);
        api.watch(
                "/apis/apps/v1/namespaces/" + namespace + "/deployments?watch=true&fieldSelector=metadata.name%3D"
                        + name,
                event -> record(event.at("/object/spec/replicas"), System.nanoTime()));
    }

    private synchronized void record(JsonNode replicas, long at) {
        arrivals.putIfAbsent(replicas.asInt(), at);
        notifyAll();
    }

    /** Waits until the spec has so many replicas, and returns when that first arrived, in {@link System#nanoTime()}. */
    public synchronized long awaitReplicas(int replicas, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        @Nullable Long arrival = arrivals.get(replicas);
        while (arrival == null) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException(
                        "no " + replicas + " replicas within " + timeout + "; arrived: " + arrivals.keySet());
            }
            wait(left);
            arrival = arrivals.get(replicas);
        }
        return arrival;
    }

    @Override
    public void close() {
        api.close();
    }
}

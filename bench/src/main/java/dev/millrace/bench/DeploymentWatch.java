package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.cluster.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches one Deployment as any client of the API server can, and remembers when each number of replicas was first seen. */
final class DeploymentWatch implements AutoCloseable {
    private final ApiServer api;
    private final Map<Integer, Long> firstSeen = new HashMap<>();

    DeploymentWatch(Cluster cluster, String namespace, String name) {
        api = new ApiServer(cluster);
        api.watch(
                "/apis/apps/v1/namespaces/" + namespace + "/deployments?watch=true&fieldSelector=metadata.name%3D"
                        + name,
                event -> remember(event.at("/object/spec/replicas"), System.nanoTime()));
    }

    private synchronized void remember(JsonNode replicas, long at) {
        firstSeen.putIfAbsent(replicas.asInt(), at);
        notifyAll();
    }

    /** When so many replicas were first seen, in {@link System#nanoTime()}; waits for it. */
    synchronized long awaitReplicas(int replicas, Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        @Nullable Long seen = firstSeen.get(replicas);
        while (seen == null) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException("never saw " + replicas + " replicas; seen: " + firstSeen.keySet());
            }
            wait(left);
            seen = firstSeen.get(replicas);
        }
        return seen;
    }

    @Override
    public void close() {
        api.close();
    }
}

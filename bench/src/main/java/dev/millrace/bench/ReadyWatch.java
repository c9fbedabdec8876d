package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.cluster.Cluster;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Counts the objects of a kind that are ready. */
final class ReadyWatch implements AutoCloseable {
    private final ApiServer api;
    private final Predicate<JsonNode> isReady;
    private final Set<String> ready = new HashSet<>();

    private ReadyWatch(Cluster cluster, String kind, Predicate<JsonNode> isReady) {
        this.isReady = isReady;
        api = new ApiServer(cluster);
        api.watch(kind + "?watch=true", event -> remember(event.path("object")));
    }

    /** Applications whose condition Ready is true. */
    static ReadyWatch applications(Cluster cluster) {
        return new ReadyWatch(cluster, "/apis/millrace.dev/v1alpha1/applications", ReadyWatch::saysReady);
    }

    /** Deployments all of whose replicas are available. */
    static ReadyWatch deployments(Cluster cluster, String namespacePrefix) {
        return new ReadyWatch(
                cluster,
                "/apis/apps/v1/deployments",
                deployment -> deployment.at("/metadata/namespace").asText().startsWith(namespacePrefix)
                        && deployment.at("/status/availableReplicas").asInt()
                                == deployment.at("/spec/replicas").asInt());
    }

    private static boolean saysReady(JsonNode object) {
        for (JsonNode condition : object.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True")) {
                return true;
            }
        }
        return false;
    }

    private synchronized void remember(JsonNode object) {
        String name = object.at("/metadata/namespace").asText() + "/"
                + object.at("/metadata/name").asText();
        if (isReady.test(object) ? ready.add(name) : ready.remove(name)) {
            notifyAll();
        }
    }

    /** Returns when so many are ready. */
    synchronized void await(int count, Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        while (ready.size() < count) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException("only " + ready.size() + " of " + count + " are ready");
            }
            wait(left);
        }
    }

    @Override
    public void close() {
        api.close();
    }
}

package dev.millrace.bench.setup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.cluster.Cluster;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Counts the objects of a kind that are ready. */
public final class ReadyWatch implements AutoCloseable {
    private final ApiServer api;
    private final Predicate<JsonNode> condition;
    private final Set<String> ready = new HashSet<>();

    private ReadyWatch(Cluster cluster, String kind, Predicate<JsonNode> condition) {
        this.condition = condition;
        api = new ApiServer(cluster);
        api.watch(kind + "?watch=true", event -> record(event.path("object")));
    }

    /** Applications whose condition Ready is true, in namespaces that begin so. */
    public static ReadyWatch applications(Cluster cluster, String namespacePrefix) {
        return new ReadyWatch(
                cluster,
                "/apis/millrace.dev/v1alpha1/applications",
                application -> isIn(application, namespacePrefix) && isReady(application));
    }

    /** Deployments all of whose replicas are available, in namespaces that begin so. */
    public static ReadyWatch deployments(Cluster cluster, String namespacePrefix) {
        return new ReadyWatch(
                cluster,
                "/apis/apps/v1/deployments",
                deployment -> isIn(deployment, namespacePrefix)
                        && deployment.at("/status/availableReplicas").asInt()
                                == deployment.at("/spec/replicas").asInt());
    }

    private static boolean isIn(JsonNode object, String namespacePrefix) {
        return object.at("/metadata/namespace").asText().startsWith(namespacePrefix);
    }

    private static boolean isReady(JsonNode object) {
        for (JsonNode condition : object.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True")) {
                return true;
            }
        }
        return false;
    }

    private synchronized void record(JsonNode object) {
        String name = object.at("/metadata/namespace").asText() + "/"
                + object.at("/metadata/name").asText();
        if (condition.test(object) ? ready.add(name) : ready.remove(name)) {
            notifyAll();
        }
    }

    /** Returns when so many are ready. */
    public synchronized void await(int count, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (ready.size() < count) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException(
                        "only " + ready.size() + " of " + count + " are ready within " + timeout);
            }
            wait(left);
        }
    }

    @Override
    public void close() {
        api.close();
    }
}

package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.cluster.Cluster;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Counts the Applications whose condition Ready is true. */
final class ReadyWatch implements AutoCloseable {
    private final ApiServer api;
    private final Set<String> ready = new HashSet<>();

    ReadyWatch(Cluster cluster) {
        api = new ApiServer(cluster);
        api.watch("/apis/millrace.dev/v1alpha1/applications?watch=true", event -> remember(event.path("object")));
    }

    private synchronized void remember(JsonNode application) {
        String name = application.at("/metadata/namespace").asText() + "/"
                + application.at("/metadata/name").asText();
        boolean isReady = false;
        for (JsonNode condition : application.at("/status/conditions")) {
            isReady |= condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True");
        }
        if (isReady ? ready.add(name) : ready.remove(name)) {
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

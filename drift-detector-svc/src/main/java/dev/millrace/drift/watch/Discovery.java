package dev.millrace.drift.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Notices that a custom kind is served in another version. The API server keeps a watch on a version that it serves no longer open for a while, and
 * sends no events on it.
 */
final class Discovery {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** @param version the version in which the kind is served; empty if the API server is unavailable */
    private record Answer(String version, long time) {}

    private final KubernetesClient client;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    Discovery(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Waits until the watch ends.
     *
     * @throws ExecutionException if it ended with an error
     * @throws UncheckedIOException if its kind is served in another version, or no longer
     */
    void awaitEnd(WatchedKind kind, ResourceDefinitionContext watched, CompletionStage<?> stopped)
            throws InterruptedException, ExecutionException {
        while (true) {
            try {
                stopped.toCompletableFuture().get(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                String version = isCustom(watched) ? version(kind) : "";
                if (!version.isEmpty() && !version.equals(watched.getVersion())) {
                    throw new UncheckedIOException(new IOException(kind + " is served in version " + version));
                }
            }
        }
    }

    private static boolean isCustom(ResourceDefinitionContext watched) {
        return watched.getGroup().contains(".") && !watched.getGroup().endsWith(".k8s.io");
    }

    /** Returns the served version, read once per interval for all namespaces of a kind. */
    private String version(WatchedKind kind) {
        String key = kind.apiVersion() + " " + kind.kind();
        long now = System.nanoTime();
        Answer known = answers.get(key);
        if (known != null && now - known.time() < INTERVAL.toNanos()) {
            return known.version();
        }
        Answer answer = new Answer(read(kind), now);
        answers.put(key, answer);
        return answer.version();
    }

    private String read(WatchedKind kind) {
        try {
            return ServedKinds.find(client, kind).getVersion();
        } catch (ClusterUnavailable e) {
            return "";
        }
    }
}

package dev.millrace.sync.apply;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/**
 * The readiness that the API server reports. One that has just started may refuse requests that it will allow, and not know kinds that it will
 * serve (Kubernetes API health endpoints).
 */
enum Readiness {
    READY,
    STARTING,
    /** The agent may not read the endpoint; that is also the answer of a server that has not read its roles yet. */
    HIDDEN;

    static Readiness of(KubernetesClient client) {
        try {
            return client.raw("/readyz") == null
                    ? HIDDEN
                    : READY; // null if it is refused, or there is no such endpoint
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_UNAUTHORIZED,
                        HttpURLConnection.HTTP_FORBIDDEN,
                        HttpURLConnection.HTTP_NOT_FOUND -> HIDDEN;
                default -> STARTING;
            };
        }
    }
}

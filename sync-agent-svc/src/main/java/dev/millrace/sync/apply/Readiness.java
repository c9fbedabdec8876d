package dev.millrace.sync.apply;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * The readiness that the API server reports. One that has just started may refuse requests that it will allow, and not know kinds that it will
 * serve (Kubernetes API health endpoints).
 */
final class Readiness {
    private Readiness() {}

    /** Returns true also if the agent may not read the endpoint. */
    static boolean isGiven(KubernetesClient client) {
        try {
            client.raw("/readyz"); // null if there is no such endpoint
            return true;
        } catch (KubernetesClientException e) {
            return e.getCode() == 401 || e.getCode() == 403 || e.getCode() == 404;
        }
    }
}

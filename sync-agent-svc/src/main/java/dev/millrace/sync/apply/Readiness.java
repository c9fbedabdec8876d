package dev.millrace.sync.apply;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * Whether the API server says that it is ready. One that has just started may refuse what it will allow, and not know kinds that it will serve
 * (Kubernetes API health endpoints).
 */
final class Readiness {
    private Readiness() {}

    /** True too if it doesn't let us ask. */
    static boolean isGiven(KubernetesClient client) {
        try {
            return client.raw("/readyz") != null;
        } catch (KubernetesClientException e) {
            return e.getCode() == 401 || e.getCode() == 403 || e.getCode() == 404;
        }
    }
}

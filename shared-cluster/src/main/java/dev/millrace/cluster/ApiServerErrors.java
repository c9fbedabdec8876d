package dev.millrace.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** Describes a failed request to the API server. The client's own message is left out: it quotes what was sent. */
public final class ApiServerErrors {
    private ApiServerErrors() {}

    /** Returns the reason, such as {@code the API server answers 503}. */
    public static String reason(KubernetesClientException e) {
        return e.getCode() <= 0 ? "the API server does not answer" : "the API server answers " + e.getCode();
    }
}

package dev.millrace.drift.watch;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The API server is unavailable, returns an error, or denies access. The error is transient or needs a manual fix. */
final class ClusterUnavailable extends UncheckedIOException {

    ClusterUnavailable(String doing, KubernetesClientException e) {
        super(
                doing + ": "
                        + (e.getCode() <= 0
                                ? "the API server does not respond"
                                : "the API server returned " + e.getCode()),
                new IOException(e));
    }
}

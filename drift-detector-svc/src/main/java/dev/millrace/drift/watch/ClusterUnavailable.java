package dev.millrace.drift.watch;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The API server is away, in trouble, or doesn't let us look. Passes, or is mended by a person. */
final class ClusterUnavailable extends UncheckedIOException {

    ClusterUnavailable(String doing, KubernetesClientException e) {
        super(
                doing + ": "
                        + (e.getCode() <= 0
                                ? "the API server does not answer"
                                : "the API server answers " + e.getCode()),
                new IOException(e));
    }
}

package dev.millrace.cluster.record;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The API server is unreachable, fails, or denies access. Temporary, unless a user has to fix the access. */
public final class RecordsUnavailable extends UncheckedIOException {

    RecordsUnavailable(String doing, KubernetesClientException e) {
        super(
                doing + ": "
                        + (e.getCode() <= 0
                                ? "the API server does not answer"
                                : "the API server answers " + e.getCode()),
                new IOException(e));
    }
}

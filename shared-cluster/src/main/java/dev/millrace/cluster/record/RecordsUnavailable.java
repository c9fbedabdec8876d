package dev.millrace.cluster.record;

import dev.millrace.cluster.ApiServerErrors;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The API server is unreachable, fails, or denies access. Temporary, unless a user has to fix the access. */
public final class RecordsUnavailable extends UncheckedIOException {

    RecordsUnavailable(String doing, KubernetesClientException e) {
        super(doing + ": " + ApiServerErrors.reason(e), new IOException(e));
    }
}

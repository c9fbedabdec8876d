package dev.millrace.sync.apply;

import dev.millrace.cluster.ApiServerErrors;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The API server is unreachable, or fails for a reason other than the object. Transient. */
public class ClusterUnavailable extends UncheckedIOException {

    ClusterUnavailable(String message, Throwable cause) {
        super(message, new IOException(cause));
    }

    /** @param doing the operation, such as {@code reading ConfigMap shop/settings} */
    public static ClusterUnavailable during(String doing, KubernetesClientException e) {
        return new ClusterUnavailable(doing + ": " + ApiServerErrors.reason(e), e);
    }

    /** The API server has just started, and does not yet know all rights and kinds. */
    static ClusterUnavailable starting(String doing) {
        String why = doing + ": the API server is starting";
        return new ClusterUnavailable(why, new IllegalStateException(why));
    }

    /** Another agent is the leader by now; the work is left to it. */
    static ClusterUnavailable deposed(String doing) {
        String why = doing + ": this agent leads no longer";
        return new ClusterUnavailable(why, new IllegalStateException(why));
    }

    /** The object has changed since the plan was made; the work has to be planned again. */
    static ClusterUnavailable outdated(String doing) {
        String why = doing + ": it was created by another client meanwhile";
        return new ClusterUnavailable(why, new IllegalStateException(why));
    }

    /** Returns true if the error is a transient one of the API server, and not caused by the object. */
    static boolean isMeantBy(KubernetesClientException e) {
        return e.getCode() <= 0 || e.getCode() == 401 || e.getCode() == 408 || e.getCode() == 503 || e.getCode() == 504;
    }
}

package dev.millrace.sync.apply;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The API server is unreachable or fails for a reason that is not the object's. Transient. */
public class ClusterUnavailable extends UncheckedIOException {

    ClusterUnavailable(String message, Throwable cause) {
        super(message, new IOException(cause));
    }

    /** @param doing what was being done, such as {@code reading ConfigMap shop/settings} */
    public static ClusterUnavailable during(String doing, KubernetesClientException e) {
        String answer = e.getCode() <= 0 ? "the API server does not answer" : "the API server answers " + e.getCode();
        return new ClusterUnavailable(doing + ": " + answer, e);
    }

    /** It has just started, and does not yet know what it will allow and serve. */
    static ClusterUnavailable starting(String doing) {
        String why = doing + ": the API server is starting";
        return new ClusterUnavailable(why, new IllegalStateException(why));
    }

    /** Another agent leads by now: it is to do it. */
    static ClusterUnavailable deposed(String doing) {
        String why = doing + ": this agent leads no longer";
        return new ClusterUnavailable(why, new IllegalStateException(why));
    }

    /** It is not as it was when this was planned, and is to be planned again. */
    static ClusterUnavailable outdated(String doing) {
        String why = doing + ": it was created by another client meanwhile";
        return new ClusterUnavailable(why, new IllegalStateException(why));
    }

    /** Whether the trouble is the API server's and passes, rather than the object's. */
    static boolean isMeantBy(KubernetesClientException e) {
        return e.getCode() <= 0 || e.getCode() == 401 || e.getCode() == 408 || e.getCode() == 503 || e.getCode() == 504;
    }
}

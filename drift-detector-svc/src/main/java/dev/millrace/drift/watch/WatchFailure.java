package dev.millrace.drift.watch;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** How to go on after a watch has failed. */
enum WatchFailure {
    /** The API server is unavailable for a while. */
    TRANSIENT,
    /** The API server has no such resource now, as after the deletion of its definition. */
    NOT_SERVED,
    /** The API server does not allow the watch. */
    REFUSED,
    /** The API server can't watch the kind. */
    UNSUPPORTED;

    private static final int MAX_CAUSES = 10;

    static WatchFailure of(Throwable failure) {
        return switch (status(failure)) {
            case HttpURLConnection.HTTP_NOT_FOUND -> NOT_SERVED;
            case HttpURLConnection.HTTP_FORBIDDEN -> REFUSED;
            case HttpURLConnection.HTTP_BAD_METHOD -> UNSUPPORTED;
            default -> TRANSIENT;
        };
    }

    /** Returns true if the API server itself returned the error, so that it is reachable. */
    static boolean isAnswered(Throwable failure) {
        return status(failure) > 0;
    }

    /** The HTTP status of the API server's answer; 0 if there was none. */
    private static int status(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int causes = 0; cause != null && causes < MAX_CAUSES; causes++) {
            if (cause instanceof KubernetesClientException answer && answer.getCode() > 0) {
                return answer.getCode();
            }
            cause = cause.getCause();
        }
        return 0;
    }
}

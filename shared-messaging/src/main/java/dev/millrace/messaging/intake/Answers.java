package dev.millrace.messaging.intake;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;

/** Responses to webhooks: a status, and one line for the sender's delivery log. */
public final class Answers {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private Answers() {}

    /** The delivery is stored, or there is nothing to store. */
    public static Response accepted(String line) {
        return of(Response.Status.ACCEPTED.getStatusCode(), line);
    }

    /** The sender is unknown. */
    public static Response unauthorized(String line) {
        return of(Response.Status.UNAUTHORIZED.getStatusCode(), line);
    }

    /** The sender is known, but the body can't be read. */
    public static Response malformed(String line) {
        return of(Response.Status.BAD_REQUEST.getStatusCode(), line);
    }

    /** The delivery is not stored, and the sender must retry. */
    public static Response unavailable(String line) {
        return of(Response.Status.SERVICE_UNAVAILABLE.getStatusCode(), line);
    }

    /** The response for a status. */
    public static Response of(int status, String line) {
        boolean unavailable = status == Response.Status.SERVICE_UNAVAILABLE.getStatusCode();
        return of(status, line, unavailable ? Optional.of(RETRY_AFTER) : Optional.empty(), true);
    }

    /**
     * The response for a status.
     *
     * @param retryAfter when the sender may send again
     * @param isRead false if the request was not read to its end, so that its connection is closed
     */
    public static Response of(int status, String line, Optional<Duration> retryAfter, boolean isRead) {
        Response.ResponseBuilder answer =
                Response.status(status).type(MediaType.TEXT_PLAIN_TYPE).entity(line + "\n");
        retryAfter.ifPresent(pause ->
                answer.header("Retry-After", Math.max(1, pause.plusMillis(999).toSeconds())));
        if (!isRead) {
            answer.header("Connection", "close");
        }
        return answer.build();
    }
}

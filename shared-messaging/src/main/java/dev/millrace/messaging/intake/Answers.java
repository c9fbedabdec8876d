package dev.millrace.messaging.intake;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Responses to webhooks: a status, and one line for the sender's delivery log. */
public final class Answers {
    private static final int RETRY_AFTER_SECONDS = 10;

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
        Response.ResponseBuilder answer =
                Response.status(status).type(MediaType.TEXT_PLAIN_TYPE).entity(line + "\n");
        if (status == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()) {
            answer.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        return answer.build();
    }
}

package dev.millrace.updater.intake;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Answers to webhooks: a status, and one line for the person who reads the host's delivery log. */
final class Answers {
    private static final int RETRY_AFTER_SECONDS = 10;

    private Answers() {}

    static Response accepted(String line) {
        return text(Response.Status.ACCEPTED, line).build();
    }

    static Response unauthorized(String line) {
        return text(Response.Status.UNAUTHORIZED, line).build();
    }

    static Response malformed(String line) {
        return text(Response.Status.BAD_REQUEST, line).build();
    }

    /** Nothing was stored, so the sender is to come again. */
    static Response later(String line) {
        return text(Response.Status.SERVICE_UNAVAILABLE, line)
                .header("Retry-After", RETRY_AFTER_SECONDS)
                .build();
    }

    private static Response.ResponseBuilder text(Response.Status status, String line) {
        return Response.status(status).type(MediaType.TEXT_PLAIN_TYPE).entity(line + "\n");
    }
}

package dev.millrace.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The result of an exchange. */
public sealed interface HttpResult {

    /**
     * A complete response.
     *
     * @param response with any status, redirects and errors among them
     */
    record Response(HttpResponse<byte[]> response) implements HttpResult {}

    /** The absence of a complete response. */
    sealed interface Failure extends HttpResult {

        /** The reason, for messages. It has no address of the server and no header. */
        String reason();
    }

    /**
     * No connection, a connection that broke, or bytes that are no HTTP response.
     *
     * @param reason words of our own, and no text of the server
     * @param error an error with the same words
     */
    record Unreachable(String reason, IOException error) implements Failure {
        static Unreachable of(Throwable error) {
            String reason = ConnectionErrors.words(error).orElse(ConnectionErrors.NOT_HTTP);
            return new Unreachable(reason, ConnectionErrors.reworded(reason, error));
        }
    }

    /**
     * No request, because the rules of the process allow no connection to that host.
     *
     * @param reason the same whatever is at the address
     */
    record Refused(String reason) implements Failure {}

    /**
     * No complete response within the time limit. The connection is closed.
     *
     * @param limit the time limit
     */
    record TooSlow(Duration limit) implements Failure {
        @Override
        public String reason() {
            return "no complete response within " + limit.toMillis() / 1000.0 + " s";
        }
    }

    /**
     * A response with a larger body than the caller accepts. The connection is closed.
     *
     * @param maxBytes the size of the largest acceptable body
     */
    record TooLarge(long maxBytes) implements Failure {
        private static final int MIB = 1 << 20;

        @Override
        public String reason() {
            return "the response is larger than " + (maxBytes >= MIB ? maxBytes / MIB + " MiB" : maxBytes + " bytes");
        }
    }

    /** An interrupt of the calling thread, because the service is stopping. The thread is still marked as interrupted. */
    record Interruption() implements Failure {
        @Override
        public String reason() {
            return "the service is stopping";
        }
    }
}

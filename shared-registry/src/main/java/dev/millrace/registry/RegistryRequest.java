package dev.millrace.registry;

import java.net.http.HttpRequest;
import java.time.Duration;

/**
 * A request to a registry.
 *
 * @param repository the repository in the registry, such as {@code shop/web}; empty for the registry itself
 * @param http the request, without an authorization
 * @param what the operation, for messages
 * @param limit the time limit from the first byte sent to the last byte received, redirects included; a request for a token has its own
 * @param maxBytes the size of the largest acceptable response
 */
public record RegistryRequest(
        Registry registry, String repository, HttpRequest.Builder http, String what, Duration limit, int maxBytes) {
    /** The time limit of requests without a large body. */
    public static final Duration LIMIT = Duration.ofSeconds(40);

    /** The size of the largest document that is read. */
    public static final int MAX_BYTES = 4 << 20;

    /** A request whose response is a document or nothing. */
    public RegistryRequest(
            Registry registry, String repository, HttpRequest.Builder http, String what, Duration limit) {
        this(registry, repository, http, what, limit, MAX_BYTES);
    }

    /** Returns true if the request may change the registry. */
    boolean writes() {
        return !method().equals("GET") && !method().equals("HEAD");
    }

    /** The method of the request. */
    String method() {
        return http.copy().build().method();
    }
}

package dev.millrace.registry;

import java.net.http.HttpRequest;
import java.time.Duration;

/**
 * A request to a registry.
 *
 * @param repository the repository in the registry, such as {@code shop/web}; empty for the registry itself
 * @param http the request, without an authorization
 * @param what the operation, for messages
 * @param limit the time limit from the first byte sent to the last byte received; a request for a token has its own
 */
public record RegistryRequest(
        Registry registry, String repository, HttpRequest.Builder http, String what, Duration limit) {
    /** The time limit of requests without a large body. */
    public static final Duration LIMIT = Duration.ofSeconds(40);

    /** Returns true if the request may change the registry. */
    boolean writes() {
        return !method().equals("GET") && !method().equals("HEAD");
    }

    /** The method of the request. */
    String method() {
        return http.copy().build().method();
    }
}

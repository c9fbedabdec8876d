package dev.millrace.registry;

import dev.millrace.http.BoundedHttpClient;
import dev.millrace.http.HttpResult;
import dev.millrace.http.Limits;
import dev.millrace.registry.Tokens.Purpose;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends authorized requests to registries (OCI distribution spec 1.1). A response over 4 MiB is refused, a slow one times out.
 * Thread-safe; blocking.
 */
public final class RegistryCalls {
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(40));
    private static final int MAX_BYTES = 4 << 20;

    private final BoundedHttpClient http = new BoundedHttpClient(LIMITS);
    private final Tokens tokens = new Tokens(this);

    /**
     * Sends a request. Returns responses with 2xx and 404; throws for all others.
     *
     * @param repository the repository in the registry, such as {@code shop/web}; empty for the registry itself
     * @param what the operation, for messages
     * @throws RegistryUnavailable if the registry is unreachable, takes too long, or answers 429 or 5xx
     * @throws RegistryRefused if it refuses the request
     */
    public HttpResponse<byte[]> send(Registry registry, String repository, HttpRequest.Builder request, String what) {
        Purpose purpose = new Purpose(registry, repository, writes(request));
        tokens.authorization(purpose).ifPresent(value -> request.setHeader("Authorization", value));
        HttpResponse<byte[]> response = exchange(request, what);
        Optional<String> challenge = response.statusCode() == 401
                ? response.headers().firstValue("WWW-Authenticate").filter(Tokens::isBearer)
                : Optional.empty();
        if (challenge.isPresent()) {
            request.setHeader("Authorization", tokens.request(purpose, challenge.get(), what));
            response = exchange(request, what);
        }
        return checked(redirected(registry, response, what), what);
    }

    private static boolean writes(HttpRequest.Builder request) {
        String method = request.copy().build().method();
        return !method.equals("GET") && !method.equals("HEAD");
    }

    /** Follows a redirect, because blobs are often in external storage. The credentials of the registry are not sent there. */
    private HttpResponse<byte[]> redirected(Registry registry, HttpResponse<byte[]> response, String what) {
        Optional<URI> location = response.statusCode() / 100 == 3
                ? response.headers().firstValue("Location").flatMap(text -> target(response.uri(), text))
                : Optional.empty();
        return location.filter(registry::trusts).isPresent()
                ? exchange(HttpRequest.newBuilder(location.get()).GET(), what)
                : response;
    }

    private static Optional<URI> target(URI from, String location) {
        try {
            return Optional.of(from.resolve(location));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static HttpResponse<byte[]> checked(HttpResponse<byte[]> response, String what) {
        int status = response.statusCode();
        if (status == 429 || status >= 500) {
            throw new RegistryUnavailable(what + ": the registry answered " + status);
        }
        if (status != 404 && status >= 300) {
            throw new RegistryRefused(what + ": the registry answered " + status);
        }
        return response;
    }

    HttpResponse<byte[]> exchange(HttpRequest.Builder request, String what) {
        return switch (http.exchange(request.build(), MAX_BYTES)) {
            case HttpResult.Response(HttpResponse<byte[]> response) -> response;
            case HttpResult.TooLarge large -> throw new RegistryRefused(what + ": " + large.reason());
            case HttpResult.TooSlow slow -> throw new RegistryUnavailable(what + ": " + slow.reason());
            case HttpResult.Unreachable unreachable ->
                throw new RegistryUnavailable(what + ": " + unreachable.reason(), unreachable.error());
            case HttpResult.Interruption interruption ->
                throw new RegistryUnavailable(
                        what + ": " + interruption.reason(), new InterruptedIOException(interruption.reason()));
        };
    }
}

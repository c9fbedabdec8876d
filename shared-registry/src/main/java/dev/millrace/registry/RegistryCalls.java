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
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Sends authorized requests to registries (OCI distribution spec 1.1). A response over the limit of its request is refused, a slow one times out.
 * Thread-safe; blocking.
 */
public final class RegistryCalls implements AutoCloseable {
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(5), RegistryRequest.LIMIT);
    private static final int MAX_REDIRECTS = 3;

    private final BoundedHttpClient http;
    private final Tokens tokens = new Tokens(this);

    public RegistryCalls() {
        this(new BoundedHttpClient(LIMITS));
    }

    /** @param trust the certificate authorities of the registries */
    public RegistryCalls(SSLContext trust) {
        this(new BoundedHttpClient(LIMITS, trust));
    }

    private RegistryCalls(BoundedHttpClient http) {
        this.http = http;
    }

    /**
     * Sends a request. Returns responses with 2xx and 404; throws for all others.
     *
     * @param repository the repository in the registry, such as {@code shop/web}; empty for the registry itself
     * @param what the operation, for messages
     * @throws RegistryUnavailable if the registry is unreachable, takes too long, or answers 429 or 5xx
     * @throws RegistryRefused if it refuses the request
     */
    public HttpResponse<byte[]> send(Registry registry, String repository, HttpRequest.Builder request, String what) {
        return send(new RegistryRequest(registry, repository, request, what, RegistryRequest.LIMIT));
    }

    /** Sends a request. Returns responses with 2xx and 404; throws for all others, as {@link #send(Registry, String, HttpRequest.Builder, String)}. */
    public HttpResponse<byte[]> send(RegistryRequest request) {
        HttpResponse<byte[]> response = answer(request);
        if (response.statusCode() != 404 && response.statusCode() >= 300) {
            throw refusal(request, response);
        }
        return response;
    }

    /**
     * Sends a request and returns the response, refusals included.
     *
     * @throws RegistryUnavailable if the registry is unreachable, takes too long, or answers 429 or 5xx
     */
    public HttpResponse<byte[]> answer(RegistryRequest request) {
        Purpose purpose = new Purpose(request.registry(), request.repository(), request.writes());
        HttpRequest.Builder http = request.http().copy();
        Optional<String> first = tokens.authorization(purpose);
        first.ifPresent(value -> http.setHeader("Authorization", value));
        Deadline deadline = new Deadline(request.limit());
        HttpResponse<byte[]> response = exchange(request, http, deadline);
        Optional<String> challenge = response.statusCode() == 401
                ? response.headers().allValues("WWW-Authenticate").stream()
                        .filter(Tokens::isBearer)
                        .findFirst()
                : Optional.empty();
        if (challenge.isPresent()) {
            http.setHeader("Authorization", tokens.answer(purpose, challenge.get(), first, request.what()));
            deadline = new Deadline(request.limit());
            response = exchange(request, http, deadline);
        }
        return available(request.what(), redirected(request, response, deadline));
    }

    /**
     * Follows redirects of reads, because blobs are often in external storage. The credentials of the registry are not sent there. All requests together
     * have the time of one.
     */
    private HttpResponse<byte[]> redirected(RegistryRequest request, HttpResponse<byte[]> first, Deadline deadline) {
        HttpResponse<byte[]> response = first;
        for (int redirects = 0; redirects < MAX_REDIRECTS && !request.writes(); redirects++) {
            Optional<URI> target = target(response).filter(request.registry()::trusts);
            if (target.isEmpty()) {
                return response;
            }
            response = exchange(request, request.http().copy().uri(target.get()), deadline);
        }
        return response;
    }

    private static Optional<URI> target(HttpResponse<byte[]> response) {
        if (response.statusCode() / 100 != 3) {
            return Optional.empty();
        }
        try {
            return response.headers().firstValue("Location").map(response.uri()::resolve);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The error for a response that refuses a request, with the reason and the remedy. */
    public RegistryRefused refusal(RegistryRequest request, HttpResponse<byte[]> response) {
        String errors = RegistryErrors.of(response.body())
                .describe(
                        request.registry().login(), response.request().headers().firstValue("Authorization"));
        return new RegistryRefused(request.what() + ": the registry answered " + response.statusCode() + errors
                + Answers.advice(request, response.statusCode()));
    }

    /** Returns the response unless it is a transient error. */
    static HttpResponse<byte[]> available(String what, HttpResponse<byte[]> response) {
        if (Answers.isTransient(response.statusCode())) {
            throw new RegistryUnavailable(
                    what + ": the registry answered " + response.statusCode(),
                    Answers.retryAfter(response.headers(), Instant.now()));
        }
        return response;
    }

    private record Deadline(long end) {
        Deadline(Duration limit) {
            this(System.nanoTime() + limit.toNanos());
        }

        Duration left() {
            return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        }
    }

    private HttpResponse<byte[]> exchange(RegistryRequest request, HttpRequest.Builder http, Deadline deadline) {
        return exchange(http, request.what(), request.maxBytes(), deadline.left());
    }

    HttpResponse<byte[]> exchange(HttpRequest.Builder request, String what, int maxBytes, Duration limit) {
        return switch (http.exchange(request.build(), maxBytes, limit)) {
            case HttpResult.Response(HttpResponse<byte[]> response) -> response;
            case HttpResult.TooLarge large -> throw new RegistryRefused(what + ": " + large.reason());
            case HttpResult.Refused refused -> throw new RegistryRefused(what + ": " + refused.reason());
            case HttpResult.TooSlow slow -> throw new RegistryUnavailable(what + ": " + slow.reason());
            case HttpResult.Unreachable unreachable ->
                throw new RegistryUnavailable(what + ": " + unreachable.reason(), unreachable.error());
            case HttpResult.Interruption interruption ->
                throw new RegistryUnavailable(
                        what + ": " + interruption.reason(), new InterruptedIOException(interruption.reason()));
        };
    }

    /** Ends all requests, which then fail. */
    @Override
    public void close() {
        http.close();
    }
}

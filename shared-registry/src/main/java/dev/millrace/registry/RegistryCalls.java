package dev.millrace.registry;

import dev.millrace.registry.Tokens.Purpose;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends authorized requests to registries (OCI distribution spec 1.1). A response over 4 MiB is refused, a slow one times out.
 * Thread-safe; blocking.
 */
public final class RegistryCalls {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration TOTAL_TIMEOUT = Duration.ofSeconds(40);
    private static final int MAX_BYTES = 4 << 20;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
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
                ? response.headers().firstValue("Location").map(response.uri()::resolve)
                : Optional.empty();
        return location.filter(registry::trusts).isPresent()
                ? exchange(HttpRequest.newBuilder(location.get()).GET(), what)
                : response;
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
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(
                request.timeout(RESPONSE_TIMEOUT).build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            return answer.get(TOTAL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new RegistryUnavailable(what, new InterruptedIOException("the service is stopping"));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new RegistryUnavailable(what + ": no complete response within " + TOTAL_TIMEOUT.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw failed(e, what);
        }
    }

    private static RuntimeException failed(ExecutionException e, String what) {
        String message = String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        if (message.contains("exceeds capacity")) {
            return new RegistryRefused(what + ": the response is larger than " + MAX_BYTES / 1024 + " KiB");
        }
        return e.getCause() instanceof IOException error
                ? new RegistryUnavailable(what + ": " + error.getClass().getSimpleName() + " " + message, error)
                : new IllegalStateException(what, e);
    }
}

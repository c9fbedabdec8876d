package dev.millrace.http;

import dev.millrace.http.address.Connections;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client whose exchanges are bounded in time and bytes. It speaks HTTP/1.1 only: by default the JDK's client offers each plain-text
 * server an upgrade, and loses bytes of large responses (ADR 0013). The head of a response is bounded by the JDK, to 384 KiB.
 *
 * <p>Redirects are responses like any other, because only the caller knows where its credentials may go. Each request is checked against the rules of
 * {@link Connections}. Thread-safe; blocking.
 */
public final class BoundedHttpClient implements AutoCloseable {
    private final HttpClient client;
    private final Duration total;

    public BoundedHttpClient(Limits limits) {
        this(limits, HttpClient.newBuilder());
    }

    /** @param trust the certificate authorities of servers */
    public BoundedHttpClient(Limits limits, SSLContext trust) {
        this(limits, HttpClient.newBuilder().sslContext(trust));
    }

    private BoundedHttpClient(Limits limits, HttpClient.Builder client) {
        this.client = client.version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limits.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.total = limits.total();
    }

    /**
     * Sends a request once and waits for the complete response.
     *
     * <p>{@link HttpRequest#timeout} would end with the head of the response, and a body without an end would hold the caller forever. So the
     * time limit is for the whole exchange.
     *
     * @param maxBytes the size of the largest acceptable body
     * @throws IllegalArgumentException if the address is not one of HTTP with a host, or the request names a version of HTTP
     */
    public HttpResult exchange(HttpRequest request, int maxBytes) {
        return exchange(request, maxBytes, total);
    }

    /**
     * As {@link #exchange}, but writes the body of a response with status 200 to a new file, and its response has an empty body. The bodies of other
     * responses are dropped. After a failure the file may have a part of the body.
     *
     * @param maxBytes the size of the largest acceptable body
     */
    public HttpResult download(HttpRequest request, Path file, long maxBytes) {
        return exchange(request, BoundedBody.toFile(file, maxBytes), maxBytes, total);
    }

    /**
     * Sends a request as {@link #exchange(HttpRequest, int)} does, with a time limit of its own, such as one for a large body.
     *
     * @param total the time limit for everything, from the request to the last byte of the response
     */
    public HttpResult exchange(HttpRequest request, int maxBytes, Duration total) {
        return exchange(request, BoundedBody.of(request, maxBytes), maxBytes, total);
    }

    private HttpResult exchange(HttpRequest request, BodyHandler<byte[]> body, long maxBytes, Duration total) {
        if (request.version().isPresent()) {
            throw new IllegalArgumentException("the version of HTTP is fixed, and is not for a request to choose");
        }
        Optional<String> refusal = Connections.refusal(request.uri());
        if (refusal.isPresent()) {
            return new HttpResult.Refused(refusal.get());
        }
        CompletableFuture<HttpResponse<byte[]>> response = client.sendAsync(request, body);
        try {
            return new HttpResult.Response(response.get(total.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            response.cancel(true);
            return new HttpResult.TooSlow(total);
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            return new HttpResult.Interruption();
        } catch (ExecutionException e) {
            return failure(e.getCause(), maxBytes);
        }
    }

    private static HttpResult.Failure failure(@Nullable Throwable cause, long maxBytes) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof BoundedBody.TooManyBytes) {
                return new HttpResult.TooLarge(maxBytes);
            }
        }
        return HttpResult.Unreachable.of(cause == null ? new IOException() : cause);
    }

    /** Ends all exchanges, which are then unreachable. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}

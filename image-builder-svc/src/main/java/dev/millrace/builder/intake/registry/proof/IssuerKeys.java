package dev.millrace.builder.intake.registry.proof;

import dev.millrace.http.BoundedHttpClient;
import dev.millrace.http.HttpResult;
import dev.millrace.http.Limits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jose4j.http.Response;
import org.jose4j.http.SimpleResponse;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/**
 * The public keys of an issuer (RFC 7517), fetched from the configured address and kept as long as the response allows. However many tokens
 * with unknown keys arrive, they are fetched at most once a minute, and after a failure at most every ten seconds.
 */
public final class IssuerKeys {
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private static final int MAX_BYTES = 256 << 10;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);
    private static final Duration LIFETIME_DURING_FAILURES = Duration.ofHours(6);

    private final BoundedHttpClient http = new BoundedHttpClient(LIMITS);
    private final HttpsJwks keys;
    private final Clock clock;
    private volatile Instant nextFetch = Instant.MIN;

    public IssuerKeys(URI address, Clock clock) {
        this.clock = clock;
        this.keys = new HttpsJwks(address.toString());
        keys.setSimpleHttpGet(this::fetch);
        keys.setDefaultCacheDuration(DEFAULT_LIFETIME.toSeconds());
        keys.setRetainCacheOnErrorDuration(LIFETIME_DURING_FAILURES.toSeconds());
        keys.setRefreshReprieveThreshold(PAUSE.toMillis());
    }

    VerificationKeyResolver resolver() {
        return new HttpsJwksVerificationKeyResolver(keys);
    }

    private SimpleResponse fetch(String address) throws IOException {
        if (clock.instant().isBefore(nextFetch)) {
            throw new IOException("the keys of the issuer could not be fetched; the next try is in some seconds");
        }
        nextFetch = clock.instant().plus(PAUSE_AFTER_FAILURE);
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).GET().build();
        return switch (http.exchange(request, MAX_BYTES)) {
            case HttpResult.Response(HttpResponse<byte[]> response) -> accepted(response);
            case HttpResult.Failure failure ->
                throw new IOException("the keys of the issuer can't be fetched: " + failure.reason());
        };
    }

    private SimpleResponse accepted(HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException("the keys of the issuer can't be fetched: status " + response.statusCode());
        }
        nextFetch = Instant.MIN;
        return new Response(200, "OK", response.headers().map(), new String(response.body(), StandardCharsets.UTF_8));
    }
}

package dev.millrace.builder.intake.registry.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Tokens of an issuer with a real server for its keys. */
class IdentityTokenTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final long SECONDS = NOW.getEpochSecond();
    private static final IdentityToken.Expected EXPECTED = new IdentityToken.Expected(
            List.of("https://accounts.google.com", "accounts.google.com"),
            "https://builder.example/webhooks/registry/gar",
            "push@acme.iam.gserviceaccount.com");
    private static final RsaJsonWebKey KEY = rsa("one");
    private static final RsaJsonWebKey OTHER = rsa("one");

    static final List<Arguments> CLAIMS = List.of(
            Arguments.of("none changed", "sub", "1", Verdict.GENUINE),
            Arguments.of("the other issuer", "iss", "accounts.google.com", Verdict.GENUINE),
            Arguments.of("another issuer", "iss", "https://accounts.example", Verdict.WRONG),
            Arguments.of("another audience", "aud", "https://other.example", Verdict.WRONG),
            Arguments.of(
                    "an audience in upper case", "aud", "HTTPS://builder.example/webhooks/registry/gar", Verdict.WRONG),
            Arguments.of("another account", "email", "mallory@evil.iam.gserviceaccount.com", Verdict.WRONG),
            Arguments.of("an account that isn't verified", "email_verified", false, Verdict.WRONG),
            Arguments.of("an account verified by a text", "email_verified", "true", Verdict.WRONG),
            Arguments.of(
                    "an account that is a list", "email", List.of("push@acme.iam.gserviceaccount.com"), Verdict.WRONG),
            Arguments.of("expired within the skew", "exp", SECONDS - 30, Verdict.GENUINE),
            Arguments.of("expired", "exp", SECONDS - 90, Verdict.WRONG),
            Arguments.of("valid for a year", "exp", SECONDS + 365 * 86_400, Verdict.WRONG),
            Arguments.of("issued in the future", "iat", SECONDS + 600, Verdict.WRONG),
            Arguments.of("issued two days ago", "iat", SECONDS - 2 * 86_400, Verdict.WRONG),
            Arguments.of("not valid yet", "nbf", SECONDS + 600, Verdict.WRONG),
            Arguments.of("an expiry that is a text", "exp", "never", Verdict.WRONG));

    static final List<String> REQUIRED = List.of("iss", "aud", "email", "email_verified", "exp", "iat");

    static final List<String> NO_TOKENS = List.of(
            "Bearer ",
            "Bearer x",
            "Bearer a.b.c",
            "Bearer ..",
            "Bearer eyJhbGciOiJub25lIn0.e30.",
            "Bearer " + "a".repeat(9000));

    private final AtomicInteger fetches = new AtomicInteger();
    private volatile int status = 200;
    private volatile List<JsonWebKey> keys = List.of(KEY);

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void serveKeys() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/certs", exchange -> {
            fetches.incrementAndGet();
            byte[] body = new JsonWebKeySet(new ArrayList<>(keys)).toJson().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("CLAIMS")
    void aTokenNeedsTheExpectedClaims(String change, String claim, Object value, Verdict expected) throws Exception {
        JwtClaims claims = claims();
        claims.setClaim(claim, value);

        assertThat(proof().beforeBody(bearer(signed(claims, KEY)))).as(change).isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource("REQUIRED")
    void noClaimMayBeMissing(String claim) throws Exception {
        JwtClaims claims = claims();
        claims.unsetClaim(claim);

        assertThat(proof().beforeBody(bearer(signed(claims, KEY)))).isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @FieldSource("NO_TOKENS")
    void aHeaderWithoutASignedTokenIsWrong(String header) {
        assertThat(proof().beforeBody(new Evidence(Map.of("Authorization", header), Optional.empty())))
                .isEqualTo(Verdict.WRONG);
    }

    @Test
    void aRequestWithoutABearerTokenHasNoProof() {
        assertThat(proof().beforeBody(new Evidence(Map.of(), Optional.empty()))).isEqualTo(Verdict.MISSING);
        assertThat(proof().beforeBody(new Evidence(Map.of("authorization", "Basic eDp5"), Optional.empty())))
                .isEqualTo(Verdict.MISSING);
    }

    @Test
    void aTokenOfAnotherKeyWithTheSameIdIsWrong() throws Exception {
        assertThat(proof().beforeBody(bearer(signed(claims(), OTHER)))).isEqualTo(Verdict.WRONG);
    }

    @Test
    void otherAlgorithmsAreWrong() throws Exception {
        IdentityToken proof = proof();
        JsonWebSignature longer = signature(claims(), KEY);
        longer.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA512);
        JsonWebSignature symmetric = signature(claims(), KEY);
        symmetric.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        symmetric.setKey(new HmacKey(KEY.getPublicKey().getEncoded()));

        assertThat(proof.beforeBody(bearer(longer.getCompactSerialization()))).isEqualTo(Verdict.WRONG);
        assertThat(proof.beforeBody(bearer(symmetric.getCompactSerialization())))
                .isEqualTo(Verdict.WRONG);
    }

    @Test
    void theKeysAreFetchedOnceForManyTokens() throws Exception {
        IdentityToken proof = proof();
        RsaJsonWebKey unknown = rsa("unknown");

        for (int i = 0; i < 20; i++) {
            assertThat(proof.beforeBody(bearer(signed(claims(), KEY)))).isEqualTo(Verdict.GENUINE);
            assertThat(proof.beforeBody(bearer(signed(claims(), unknown)))).isEqualTo(Verdict.WRONG);
        }

        assertThat(fetches).hasValue(1);
    }

    @Test
    void keysThatCanNotBeFetchedAreUnavailableAndNotRequestedAgainAtOnce() throws Exception {
        status = 503;
        IdentityToken proof = proof();

        for (int i = 0; i < 20; i++) {
            assertThat(proof.beforeBody(bearer(signed(claims(), KEY)))).isEqualTo(Verdict.UNAVAILABLE);
        }

        assertThat(fetches).hasValue(1);
    }

    @Test
    void keysThatAreTooLargeAreUnavailable() throws Exception {
        keys = IntStream.range(0, 1000).mapToObj(i -> (JsonWebKey) KEY).toList();

        assertThat(proof().beforeBody(bearer(signed(claims(), KEY)))).isEqualTo(Verdict.UNAVAILABLE);
    }

    private IdentityToken proof() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/certs");
        return new IdentityToken(EXPECTED, new IssuerKeys(address, clock), clock);
    }

    private static JwtClaims claims() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("https://accounts.google.com");
        claims.setAudience(EXPECTED.audience());
        claims.setClaim("email", EXPECTED.email());
        claims.setClaim("email_verified", true);
        claims.setIssuedAt(NumericDate.fromSeconds(SECONDS - 100));
        claims.setExpirationTime(NumericDate.fromSeconds(SECONDS + 3600));
        return claims;
    }

    private static String signed(JwtClaims claims, RsaJsonWebKey key) throws JoseException {
        return signature(claims, key).getCompactSerialization();
    }

    private static JsonWebSignature signature(JwtClaims claims, RsaJsonWebKey key) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        return signature;
    }

    private static Evidence bearer(String token) {
        return new Evidence(Map.of("Authorization", "Bearer " + token), Optional.empty());
    }

    private static RsaJsonWebKey rsa(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.millrace.registry;

import static dev.millrace.registry.ScriptedRegistry.DIGEST;
import static dev.millrace.registry.ScriptedRegistry.DOCUMENT;
import static dev.millrace.registry.ScriptedRegistry.MANIFESTS;
import static dev.millrace.registry.ScriptedRegistry.TAG;
import static dev.millrace.registry.ScriptedRegistry.answer;
import static dev.millrace.registry.ScriptedRegistry.challenge;
import static dev.millrace.registry.ScriptedRegistry.redirect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** A registry that answers slowly, without end, in circles, and wants credentials elsewhere. */
class HostileRegistryTest {
    private final ScriptedRegistry registry = new ScriptedRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aBodyThatStopsInTheMiddleIsTransient() {
        registry.put(MANIFESTS, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            registry.over().join();
        });

        assertThatThrownBy(() ->
                        registry.calls().answer(registry.request(Duration.ofMillis(300), RegistryRequest.MAX_BYTES)))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessageStartingWith("reading: no complete response within");
    }

    @Test
    void aBodyWithoutEndIsRefused() {
        registry.put(MANIFESTS, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (!registry.over().isDone()) {
                    body.write(new byte[1 << 16]);
                }
            }
        });

        assertThatThrownBy(() -> registry.calls().answer(registry.request(Duration.ofMinutes(1), 100_000)))
                .isInstanceOf(RegistryRefused.class)
                .hasMessage("reading: the response is larger than 100000 bytes");
    }

    @Test
    void redirectsHaveTheTimeOfOneRequestTogether() {
        registry.put(MANIFESTS, redirect("/slow"));
        registry.put("/slow", exchange -> registry.over().join());

        assertThatThrownBy(() ->
                        registry.calls().answer(registry.request(Duration.ofMillis(300), RegistryRequest.MAX_BYTES)))
                .isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void aCircleOfRedirectsEnds() {
        registry.put(MANIFESTS, redirect(MANIFESTS));

        assertThatThrownBy(() -> registry.reader().manifest(registry.web(), TAG))
                .isInstanceOf(RegistryRefused.class)
                .hasMessageContaining(
                        "the registry answered 307; configure the address to which the registry redirects");
        assertThat(registry.requests()).hasSize(4);
    }

    @Test
    void aRedirectIsFollowedWithTheRequestsHeadersAndWithoutCredentials() {
        registry.put(MANIFESTS, redirect("/elsewhere"));
        registry.put("/elsewhere", exchange -> {
            registry.requests().add("accepts " + exchange.getRequestHeaders().getFirst("Accept"));
            answer(exchange, 200, DOCUMENT);
        });

        assertThat(registry.reader().manifest(registry.web(), TAG))
                .map(ImageManifest::digest)
                .contains(DIGEST);
        assertThat(registry.requests())
                .contains("nobody GET /elsewhere")
                .anyMatch(line -> line.startsWith("accepts application/vnd"));
    }

    static final List<Arguments> TARGETS = List.of(
            arguments("http from https", "http://127.0.0.1:1/v2/"),
            arguments("another scheme", "ftp://127.0.0.1/v2/"),
            arguments("no host", "http:///v2/"),
            arguments("no address", "http://[::1/"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("TARGETS")
    void aRedirectThatMayNotBeFollowedIsARefusal(String name, String target) {
        Registry configured = name.equals("http from https")
                ? new Registry(registry.host(), false, Optional.empty())
                : registry.registry();
        registry.put(MANIFESTS, redirect(target));

        Throwable refused = catchThrowable(() -> registry.calls()
                .send(new RegistryRequest(
                        configured,
                        "shop/web",
                        HttpRequest.newBuilder(registry.registry().api("shop/web/manifests/1")),
                        "reading",
                        Duration.ofSeconds(20))));

        assertThat(registry.requests()).hasSize(1);
        assertThat(refused).isInstanceOf(RegistryRefused.class).hasMessageContaining("answered 307");
    }

    @Test
    void aTokenThatIsNeverAcceptedIsRequestedOnce() {
        registry.put(MANIFESTS, exchange -> {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
            exchange.getResponseHeaders()
                    .add("WWW-Authenticate", "Bearer realm=\"http://" + registry.host() + "/token\"");
            answer(exchange, 401, "{}");
        });
        registry.put("/token", exchange -> answer(exchange, 200, "{\"token\":\"t\"}"));

        assertThatThrownBy(() -> registry.reader().manifest(registry.web(), TAG))
                .isInstanceOf(RegistryRefused.class)
                .hasMessageContaining("answered 401; check the login for " + registry.host());
        assertThat(registry.requests())
                .containsExactly("Basic GET " + MANIFESTS, "Basic GET /token", "Bearer GET " + MANIFESTS);
    }

    static final List<Arguments> TOKENS = List.of(
            arguments("no JSON", "<html>"),
            arguments("no token", "{}"),
            arguments("a token with a line break", "{\"token\":\"a\\r\\nX-Evil: 1\"}"),
            arguments("a token that is no text", "{\"token\":{}}"),
            arguments("nothing", ""));

    @ParameterizedTest(name = "{0}")
    @FieldSource("TOKENS")
    void aTokenServiceThatIssuesNoTokenIsRefused(String name, String token) {
        registry.put(MANIFESTS, challenge("http://" + registry.host() + "/token"));
        registry.put("/token", exchange -> answer(exchange, 200, token));

        assertThatThrownBy(() -> registry.reader().manifest(registry.web(), TAG))
                .isInstanceOf(RegistryRefused.class)
                .hasMessageContaining("token")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("Evil");
    }

    @ParameterizedTest
    @CsvSource({"http://169.254.169.254/token", "http://elsewhere.invalid/token", "file:///etc/passwd", "''", "http://["
    })
    void aTokenServiceElsewhereGetsNoLogin(String realm) {
        registry.put(MANIFESTS, challenge(realm));

        assertThatThrownBy(() -> registry.reader().manifest(registry.web(), TAG))
                .isInstanceOf(RegistryRefused.class);
        assertThat(registry.requests()).containsExactly("Basic GET " + MANIFESTS);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "17, 17",
                "none, none",
                "soon, none",
                "-5, none",
                "99999999999999999999, none",
                "86400, 3600",
                "'Sun, 06 Nov 1994 08:49:37 GMT', 0",
                "'', none"
            })
    void aLimitOfRequestsIsTransientAndItsTimeIsKept(@Nullable String header, @Nullable Long seconds) {
        registry.put(MANIFESTS, exchange -> {
            if (header != null) {
                exchange.getResponseHeaders().set("Retry-After", header);
            }
            answer(exchange, 429, "{}");
        });

        assertThatThrownBy(() -> registry.reader().manifest(registry.web(), TAG))
                .isInstanceOfSatisfying(RegistryUnavailable.class, limited -> assertThat(limited.retryAfter())
                        .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds)));
    }

    @Test
    void aRequestCanBeSentAgain() {
        registry.put(MANIFESTS, redirect("/elsewhere"));
        registry.put("/elsewhere", exchange -> answer(exchange, 200, DOCUMENT));
        RegistryRequest request = registry.request(Duration.ofSeconds(20), RegistryRequest.MAX_BYTES);

        registry.calls().answer(request);
        registry.requests().clear();
        registry.calls().answer(request);

        assertThat(registry.requests()).containsExactly("Basic GET " + MANIFESTS, "nobody GET /elsewhere");
        assertThat(request.http().copy().build().headers().firstValue("Authorization"))
                .isEmpty();
    }
}

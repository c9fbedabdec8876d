package dev.millrace.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class AnswersTest {
    private static final Instant NOW = Instant.parse("2026-03-14T12:00:00Z");

    static final List<Arguments> RETRY_AFTER = List.of(
            Arguments.of("30", Duration.ofSeconds(30)),
            Arguments.of(" 0 ", Duration.ZERO),
            Arguments.of("Sat, 14 Mar 2026 12:00:10 GMT", Duration.ofSeconds(10)),
            Arguments.of("Sat, 14 Mar 2026 11:00:00 GMT", Duration.ZERO),
            Arguments.of("86400", Duration.ofHours(1)),
            Arguments.of("Sat, 14 Mar 2099 11:00:00 GMT", Duration.ofHours(1)));

    static final List<Arguments> ADVICE = List.of(
            Arguments.of(401, "POST", "; check the login for reg.example"),
            Arguments.of(403, "POST", "; allow the login to push to reg.example/shop/web"),
            Arguments.of(403, "GET", "; allow the login to read reg.example/shop/web"),
            Arguments.of(404, "POST", "; create reg.example/shop/web in the registry, or let a push create it"),
            Arguments.of(
                    413,
                    "PUT",
                    "; raise the limit on the size of requests at reg.example or at the proxy in front of it"),
            Arguments.of(415, "PUT", "; the registry does not support this type of content"),
            Arguments.of(302, "PUT", "; configure the address to which the registry redirects"),
            Arguments.of(400, "PUT", ""));

    @ParameterizedTest
    @CsvSource({
        "200, false",
        "307, false",
        "400, false",
        "401, false",
        "404, false",
        "408, true",
        "409, false",
        "413, false",
        "425, true",
        "429, true",
        "500, true",
        "502, true",
        "503, true",
        "507, true"
    })
    void transientErrorsAreDistinguishedFromRefusals(int status, boolean expected) {
        assertThat(Answers.isTransient(status)).isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource("RETRY_AFTER")
    void theTimeOfTheNextAttemptIsReadAndBounded(String header, Duration expected) {
        assertThat(Answers.retryAfter(headers(header), NOW)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"soon", "-5", "99999999999", "''", "'Sat, 14 Mar'"})
    void anInvalidTimeIsNone(String header) {
        assertThat(Answers.retryAfter(headers(header), NOW)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("ADVICE")
    void aRefusalNamesTheNextStep(int status, String method, String expected) {
        Registry registry = new Registry("reg.example", false, Optional.of(new Login("ci", "secret")));

        assertThat(Answers.advice(request(registry, method), status)).isEqualTo(expected);
    }

    @Test
    void aMissingLoginIsNamed() {
        Registry registry = new Registry("reg.example", false, Optional.empty());

        assertThat(Answers.advice(request(registry, "GET"), 401)).isEqualTo("; configure a login for reg.example");
    }

    private static RegistryRequest request(Registry registry, String method) {
        HttpRequest.Builder http = HttpRequest.newBuilder(registry.api("shop/web/blobs/uploads/"))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return new RegistryRequest(registry, "shop/web", http, "pushing", RegistryRequest.LIMIT);
    }

    private static HttpHeaders headers(String retryAfter) {
        return HttpHeaders.of(Map.of("Retry-After", List.of(retryAfter)), (name, value) -> true);
    }
}

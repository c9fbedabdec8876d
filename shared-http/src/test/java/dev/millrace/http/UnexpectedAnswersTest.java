package dev.millrace.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that don't speak HTTP, and addresses that are not for us: nothing that they send becomes a message. */
class UnexpectedAnswersTest {
    private static final String CANARY = "INTERNAL-CANARY";
    private static final Limits LIMITS = new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1));

    static final List<Arguments> ANSWERS = List.of(
            Arguments.of("a line of text", CANARY + " token=abc123\r\n\r\n"),
            Arguments.of("a wrong version", "HTTP/9.9 200 " + CANARY + "\r\n\r\n"),
            Arguments.of("a wrong status", "HTTP/1.1 " + CANARY + "\r\n\r\n"),
            Arguments.of("a wrong header's name", "HTTP/1.1 200 OK\r\n" + CANARY + " x: y\r\n\r\n"),
            Arguments.of("a wrong length", "HTTP/1.1 200 OK\r\nContent-Length: " + CANARY + "\r\n\r\n"),
            Arguments.of(
                    "a wrong chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + CANARY + "\r\n\r\n"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("ANSWERS")
    void noTextOfAServerIsInTheReasonOrInTheError(String kind, String answer) {
        try (RawServer server = RawServer.answering(answer);
                BoundedHttpClient client = new BoundedHttpClient(LIMITS)) {
            HttpResult result =
                    client.exchange(HttpRequest.newBuilder(server.uri()).build(), 1000);

            assertThat(result).as(kind).isInstanceOfSatisfying(HttpResult.Unreachable.class, unreachable -> {
                StringWriter trace = new StringWriter();
                unreachable.error().printStackTrace(new PrintWriter(trace));
                assertThat(unreachable.reason()).doesNotContain(CANARY);
                assertThat(trace.toString()).doesNotContain(CANARY);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/latest/meta-data", "http://127.0.0.2:1/", "http://[::1]:1/"})
    void anAddressThatTheRulesRefuseIsNotAsked(String address) {
        try (BoundedHttpClient client = new BoundedHttpClient(LIMITS)) {
            assertThat(client.exchange(
                            HttpRequest.newBuilder(URI.create(address)).build(), 1000))
                    .isInstanceOf(HttpResult.Refused.class);
        }
    }

    @Test
    void anUnknownHostIsNamedAsSuch() {
        try (BoundedHttpClient client = new BoundedHttpClient(LIMITS)) {
            HttpResult result = client.exchange(
                    HttpRequest.newBuilder(URI.create("http://nothing.invalid/"))
                            .build(),
                    1000);

            assertThat(result).isInstanceOfSatisfying(HttpResult.Failure.class, failure -> assertThat(failure.reason())
                    .isEqualTo("the host is unknown"));
        }
    }
}

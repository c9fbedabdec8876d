package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits and secrets of the push webhook, over HTTP and without a broker. Each loopback address is a sender of its own. */
@QuarkusTest
@TestProfile(WebhookLimitsTest.Limits.class)
class WebhookLimitsTest {
    private static final String SECRET = "a secret, with a comma";
    private static final CommitId COMMIT = new CommitId("c0ffee".repeat(6) + "c0ff");
    private static final String TOKEN = "X-Gitlab-Token: " + SECRET;

    /** Small limits. */
    public static class Limits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = OfflineSettings.create();
            config.put("millrace.builder.repositories.offline.url", "http://127.0.0.1:1/shop/offline.git");
            config.put("millrace.builder.repositories.offline.aliases", "ssh://git@git.internal:2222/shop/offline.git");
            config.put("millrace.builder.webhook.secrets[0]", SECRET);
            config.put("millrace.builder.webhook.secrets[1]", "another, one");
            config.put("millrace.builder.webhook.named-secrets.gitlab", "named, and more");
            config.put("millrace.builder.webhook.body-megabytes", "1");
            config.put("millrace.builder.webhook.bodies-megabytes", "2");
            config.put("millrace.builder.webhook.rejected-rate", "3");
            config.put("quarkus.http.read-timeout", "1S");
            config.put(
                    "millrace.builder.work-directory",
                    Path.of("target", "limits").toAbsolutePath().toString());
            return config;
        }
    }

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a secret, with a comma | 202",
                "another, one | 202",
                "named, and more | 202",
                "a secret | 401",
                "with a comma | 401",
                "named | 401",
                "one | 401",
            })
    void aSecretThatHoldsACommaStaysOneSecret(String secret, int status) throws Exception {
        byte[] body = Delivery.payload("http://127.0.0.1:1/shop/offline.git", COMMIT);

        assertThat(post(body, "X-Hub-Signature-256", Delivery.signature(body, secret))
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void anAliasIsItsRepositoryAndAnUnknownOneIsNamedByHealth() throws Exception {
        byte[] alias = Delivery.payload("ssh://git@git.internal:2222/shop/offline.git", COMMIT);
        byte[] unknown = Delivery.payload("https://git.internal/shop/unknown.git", COMMIT);

        assertThat(post(alias, "X-Hub-Signature-256", Delivery.signature(alias, SECRET))
                        .body())
                .isEqualTo("1 of 1 ref changes stored\n");
        assertThat(post(unknown, "X-Hub-Signature-256", Delivery.signature(unknown, SECRET))
                        .body())
                .isEqualTo("0 of 1 ref changes stored\n");

        HttpResponse<String> health = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(service.resolve("q/health/ready"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(health.body()).contains("\"unknown-repositories\": \"git.internal/shop/unknown (");
    }

    @Test
    void aDeclaredLengthOverTheLimitIsRefusedAtOnce() throws Exception {
        for (String length : List.of("1048577", "30000000", "999999999999")) {
            try (RawConnection connection = RawConnection.open(service, "127.0.0.3")) {
                connection.head("/webhooks/git", List.of(TOKEN, "Content-Length: " + length));

                assertThat(connection.answer()).startsWith("HTTP/1.1 413 ");
            }
        }
    }

    @Test
    void chunksAreRefusedAboveTheLimit() throws Exception {
        try (RawConnection connection = RawConnection.open(service, "127.0.0.3")) {
            connection.head("/webhooks/git", List.of(TOKEN, "Transfer-Encoding: chunked"));
            connection.send("100001\r\n" + "x".repeat(0x100001));

            assertThat(connection.answer()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void otherEndpointsHaveALimitOfTheirOwn() throws Exception {
        try (RawConnection connection = RawConnection.open(service, "127.0.0.3")) {
            connection.head("/webhooks/registry/distribution", List.of("Content-Length: 2097153"));

            assertThat(connection.answer()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void aBodyThatDoesNotArriveEnds() throws Exception {
        try (RawConnection connection = RawConnection.open(service, "127.0.0.4")) {
            connection.head("/webhooks/git", List.of(TOKEN, "Content-Length: 100"));
            connection.send("{");

            assertThat(connection.answer())
                    .satisfiesAnyOf(
                            answer -> assertThat(answer).startsWith("HTTP/1.1 408 "),
                            answer -> assertThat(answer).isEmpty());
        }
    }

    @Test
    void ofTooManyBytesInFlightTheLastRequestIsAskedToRetry() {
        // The first body of a pair may end by its time limit before the second one begins; then another pair is sent.
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(firstAnswerOfTwo())
                .startsWith("HTTP/1.1 503 ")
                .containsIgnoringCase("retry-after: 10"));
    }

    private String firstAnswerOfTwo() throws IOException {
        try (RawConnection one = RawConnection.open(service, "127.0.0.5");
                RawConnection other = RawConnection.open(service, "127.0.0.6")) {
            for (RawConnection connection : List.of(one, other)) {
                connection.head("/webhooks/git", List.of(TOKEN, "Content-Length: 1000000"));
            }
            await().atMost(Duration.ofMinutes(2)).until(() -> one.isAnswered() || other.isAnswered());
            return one.isAnswered() ? one.answer() : other.answer();
        }
    }

    @Test
    void rejectedRequestsSlowDownTheirAddressAlone() throws Exception {
        assertThat(unsigned("127.0.0.7")).startsWith("HTTP/1.1 401 ");
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(unsigned("127.0.0.7"))
                .startsWith("HTTP/1.1 429 ")
                .containsIgnoringCase("retry-after: "));
        assertThat(unsigned("127.0.0.8")).startsWith("HTTP/1.1 401 ");
    }

    /** What is left of its body would be taken for the next request. */
    @Test
    void theConnectionOfARefusedRequestIsClosed() throws Exception {
        try (RawConnection connection = RawConnection.open(service, "127.0.0.9")) {
            connection.head("/webhooks/git", List.of("Content-Length: 2"));
            connection.send("{}");

            assertThat(connection.answer()).startsWith("HTTP/1.1 401 ").containsIgnoringCase("connection: close");
            assertThatCode(connection::awaitEnd).doesNotThrowAnyException();
        }
    }

    private String unsigned(String from) throws IOException {
        try (RawConnection connection = RawConnection.open(service, from)) {
            connection.head("/webhooks/git", List.of("Content-Length: 2"));
            connection.send("{}");
            return connection.answer();
        }
    }

    private HttpResponse<String> post(byte[] body, String header, String value)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(service.resolve("webhooks/git"))
                                .header("X-GitHub-Event", "push")
                                .header(header, value)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}

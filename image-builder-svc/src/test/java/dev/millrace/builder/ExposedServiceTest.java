package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.messaging.access.WebhookServer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reaches which part of the service: senders of webhooks, readers, the kubelet. Each loopback address is a stranger of its own. */
@QuarkusTest
@TestProfile(ExposedProfile.class)
class ExposedServiceTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String STRANGER = "127.0.0.40";
    private static final String CROWD = "127.0.0.41";
    private static final String SLOW = "127.0.0.42";

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @Inject
    WebhookServer webhooks;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/builds",
                "/q/metrics",
                "/q/health",
                "/q/health/live",
                "/q/openapi",
                "/",
                "//builds",
                "/webhooks/../builds",
                "/webhooks/%2e%2e/builds",
                "/webhooks/..;/builds",
                "/webhooks/;/../builds",
                "/webhooks/git/../../builds",
                "/webhooks/..%2fbuilds",
            })
    void theSendersOfWebhooksReachNothingElse(String path) throws IOException {
        String answer =
                get(ExposedProfile.address(webhooks), path, "Authorization: Bearer " + ExposedProfile.READ_TOKEN);

        assertThat(answer).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void webhooksAreReceivedOnTheirPortOnly() throws IOException {
        assertThat(post(ExposedProfile.address(webhooks), "/webhooks/git")).startsWith("HTTP/1.1 401 ");
        assertThat(post(service, "/webhooks/git")).startsWith("HTTP/1.1 404 ");
        assertThat(post(service, "/webhooks/registry/distribution")).startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/builds",
                "/builds/none/log",
                "/q/metrics",
                "/q/openapi",
                "/q/health/../../builds",
                "/q/health/%2e%2e/%2e%2e/builds",
                "/q/health;/../../builds",
                "/none",
            })
    void readingNeedsAToken(String path) throws IOException {
        assertThat(get(service, path, "Accept: */*")).startsWith("HTTP/1.1 401 ");
        assertThat(get(service, path, "Authorization: Bearer wrong")).startsWith("HTTP/1.1 401 ");
        assertThat(get(service, path, "Authorization: Basic " + ExposedProfile.READ_TOKEN))
                .startsWith("HTTP/1.1 401 ");
    }

    @ParameterizedTest
    @CsvSource({
        "/builds,200",
        "/q/metrics,200",
        "/q/openapi,200",
        "/q/health/../../builds,200",
        "/none,404",
    })
    void theTokensForReadingAndForChangesLetRead(String path, int status) throws IOException {
        for (String token : List.of(ExposedProfile.READ_TOKEN, ExposedProfile.CHANGE_TOKEN)) {
            assertThat(get(service, path, "Authorization: Bearer " + token)).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void theTokenForReadingChangesNothing() throws IOException {
        try (RawConnection connection = RawConnection.open(service, STRANGER)) {
            connection.head(
                    "/builds",
                    List.of(
                            "Authorization: Bearer " + ExposedProfile.READ_TOKEN,
                            "Content-Type: application/json",
                            "Content-Length: 2"));
            connection.send("{}");

            assertThat(connection.answer()).startsWith("HTTP/1.1 401 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/health/ready", "/q/health/started", "/q/health"})
    void theKubeletReadsHealthWithoutAToken(String path) throws IOException {
        assertThat(get(service, path, "Accept: */*")).doesNotStartWith("HTTP/1.1 40");
    }

    @Test
    void oneAddressHoldsSomeConnectionsOnly() throws IOException {
        List<RawConnection> held = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * ExposedProfile.CONNECTIONS_PER_ADDRESS; i++) {
                held.add(RawConnection.open(ExposedProfile.address(webhooks), CROWD));
            }

            held.getLast().awaitEnd();
            assertThat(post(ExposedProfile.address(webhooks), "/webhooks/git"))
                    .as("another address")
                    .startsWith("HTTP/1.1 401 ");
        } finally {
            for (RawConnection one : held) {
                one.close();
            }
        }
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> assertThat(
                        post(ExposedProfile.address(webhooks), "/webhooks/git", CROWD))
                .startsWith("HTTP/1.1 401 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "POST /webhooks/git HTTP/1.1\r\nHost: localhost\r\nX-Slow: "})
    void aConnectionWithoutACompleteHeadIsClosed(String begun) throws IOException {
        try (RawConnection connection = RawConnection.open(ExposedProfile.address(webhooks), SLOW)) {
            connection.send(begun);

            assertThat(connection.answer()).isEmpty();
        }
    }

    @Test
    void aConnectionIsUsedAgainAndClosedWhenItIsIdle() throws IOException {
        String request = "HEAD /webhooks/none HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (RawConnection connection = RawConnection.open(ExposedProfile.address(webhooks), SLOW)) {
            connection.send(request + request);

            assertThat(connection.answer()).startsWith("HTTP/1.1 404 ");
            assertThat(connection.answer()).startsWith("HTTP/1.1 404 ");
            assertThat(connection.answer()).isEmpty();
        }
    }

    private static String get(URI address, String path, String header) throws IOException {
        try (RawConnection connection = RawConnection.open(address, STRANGER)) {
            connection.send("GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n".formatted(path, header));
            return connection.answer();
        }
    }

    private static String post(URI address, String path) throws IOException {
        return post(address, path, STRANGER);
    }

    private static String post(URI address, String path, String from) throws IOException {
        try (RawConnection connection = RawConnection.open(address, from)) {
            connection.head(path, List.of("Content-Length: 2"));
            connection.send("{}");
            return connection.answer();
        }
    }
}

package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.messaging.access.WebhookServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The address of a sender behind a proxy. Each loopback address is a sender of its own, and one of them is the proxy. */
@QuarkusTest
@TestProfile(ExposedProfile.class)
class ProxyAddressTest {
    private static final String PROXY = ExposedProfile.PROXY;
    private static final String OTHER = "127.0.0.21";

    private final AtomicInteger senders = new AtomicInteger();

    @Inject
    WebhookServer webhooks;

    @Test
    void anUntrustedAddressCannotPretendToBeAnother() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(unsigned(OTHER, newSender())).startsWith("HTTP/1.1 429 "));
    }

    @Test
    void eachSenderBehindTheTrustedProxyHasARateOfItsOwn() throws Exception {
        String sender = newSender();
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(unsigned(PROXY, sender)).startsWith("HTTP/1.1 429 "));

        assertThat(unsigned(PROXY, newSender())).startsWith("HTTP/1.1 401 ");
    }

    private String newSender() {
        return "203.0.113." + senders.incrementAndGet();
    }

    private String unsigned(String from, String forwardedFor) throws IOException {
        try (RawConnection connection = RawConnection.open(ExposedProfile.address(webhooks), from)) {
            connection.head("/webhooks/git", List.of("Content-Length: 2", "X-Forwarded-For: " + forwardedFor));
            connection.send("{}");
            return connection.answer();
        }
    }
}

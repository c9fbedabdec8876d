package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.identity.ClusterClients;
import dev.millrace.sync.identity.Identity;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests to a server that answers with errors. */
class ApiRequestsTest {
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Pace pace = new Pace(8, Clock.systemUTC());
    private final KubernetesClient client;
    private final ApiRequests asking;

    ApiRequestsTest() throws IOException {
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
        client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("pace", pace))
                .build();
        asking = new ApiRequests(new ClusterClients(client), pace);
    }

    @AfterEach
    void close() {
        client.close();
        server.stop(0);
    }

    /** @param times the number of such answers before it succeeds */
    private void answer(int times, int code, String message) {
        server.createContext("/", exchange -> {
            boolean well = requests.incrementAndGet() > times;
            byte[] body = (well
                            ? "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"a\"}}"
                            : "{\"apiVersion\": \"v1\", \"kind\": \"Status\", \"code\": %d, \"message\": \"%s\"}"
                                    .formatted(code, message))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("Retry-After", "1");
            exchange.sendResponseHeaders(well ? 200 : code, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private ConfigMap ask() {
        return asking.ask(() -> asking.clients()
                .promptlyAs(Identity.OWN)
                .configMaps()
                .inNamespace("a")
                .withName("a")
                .get());
    }

    @ParameterizedTest
    @CsvSource({
        "500, etcdserver: leader changed, 3",
        "500, failed to create typed patch object (a/a; /v1, 1",
        "500, Internal error occurred: failed calling webhook a.example.com: context deadline exceeded, 1",
        "503, the server is currently unable to handle the request, 1",
        "422, invalid, 1",
        "403, forbidden, 1"
    })
    void anErrorIsReturnedAfterFewTries(int code, String message, int tries) {
        answer(Integer.MAX_VALUE, code, message);

        assertThatThrownBy(this::ask)
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(code));

        assertThat(requests).hasValue(tries);
    }

    @Test
    void anErrorThatPassesAtOnceIsNotSeen() {
        answer(2, 500, "etcdserver: leader changed");

        assertThat(ask().getMetadata().getName()).isEqualTo("a");
    }

    @Test
    void oneThatIsTurnedAwayComesBackWhenTheServerSays() {
        answer(2, 429, "too many requests");
        Instant began = Instant.now();

        assertThat(ask().getMetadata().getName()).isEqualTo("a");

        assertThat(requests).hasValue(3);
        assertThat(Duration.between(began, Instant.now())).isGreaterThan(Duration.ofMillis(1_900));
    }

    /** Such a server refuses the question for its readiness as well. */
    @Test
    void aRefusalOfAServerThatHasNotReadItsRolesIsNotFinal() {
        answer(4, 403, "forbidden");

        ConfigMap found = asking.allowed("reading a", () -> asking.clients()
                .promptlyAs(Identity.OWN)
                .configMaps()
                .inNamespace("a")
                .withName("a")
                .get());

        assertThat(found.getMetadata().getName()).isEqualTo("a");
    }

    @Test
    void aRefusalIsFinalWhereTheReadinessIsHiddenForGood() {
        answer(Integer.MAX_VALUE, 403, "forbidden");

        for (int request = 0; request < 2; request++) {
            assertThatThrownBy(() -> asking.allowed("reading a", () -> asking.clients()
                            .promptlyAs(Identity.OWN)
                            .configMaps()
                            .inNamespace("a")
                            .withName("a")
                            .get()))
                    .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                            .isEqualTo(403));
        }

        assertThat(requests).hasValueLessThan(30);
    }
}

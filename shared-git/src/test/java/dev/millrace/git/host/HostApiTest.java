package dev.millrace.git.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.git.remote.Credentials;
import dev.millrace.http.BoundedHttpClient;
import dev.millrace.http.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses without an end. */
class HostApiTest {
    private final HttpServer server;
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    HostApiTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void close() {
        over.complete(true);
        server.stop(0);
    }

    @Test
    void aHostWhoseResponseDoesNotEndIsUnavailable() {
        server.createContext("/", this::beginOnly);

        try (BoundedHttpClient http =
                new BoundedHttpClient(new Limits(Duration.ofMinutes(1), Duration.ofMillis(200)))) {
            assertThatThrownBy(() -> api(http).get("listing requests", "/pulls"))
                    .isInstanceOf(HostUnavailable.class)
                    .hasMessage("listing requests of shop/config at " + host() + ": no complete response within 0.2 s");
        }
    }

    @Test
    void aHostWhoseResponseIsTooLargeIsUnavailable() {
        server.createContext("/", HostApiTest::endless);

        try (BoundedHttpClient http = new BoundedHttpClient(new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1)))) {
            assertThatThrownBy(() -> api(http).get("listing requests", "/pulls"))
                    .isInstanceOf(HostUnavailable.class)
                    .hasMessage(
                            "listing requests of shop/config at " + host() + ": the response is larger than 16 MiB");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "</pulls>; rel=next, 1",
        "</pulls?page=2>; rel=\"next\", 2",
        "<http://127.0.0.1:1/pulls>; rel=\"next\", 1",
        "<https://127.0.0.1/pulls>; rel=\"next\", 1",
        "<http://[>; rel=\"next\", 1",
        "</pulls?page=2>; rel=\"last\", 1",
        "garbage, 1"
    })
    void pagesAreReadOnceAndOnTheSameHost(String link, int pages) {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Link", link);
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write("[1]".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });

        try (BoundedHttpClient http = new BoundedHttpClient(new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1)))) {
            assertThat(api(http).list("listing requests", "/pulls")).hasSize(pages);
        }
    }

    @Test
    void aRedirectIsNotFollowedAndARefusal() {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });

        try (BoundedHttpClient http = new BoundedHttpClient(new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1)))) {
            assertThatThrownBy(() -> api(http).list("listing requests", "/pulls"))
                    .isInstanceOf(HostRefused.class)
                    .hasMessageContaining("the host answered 302");
        }
    }

    private HostApi api(BoundedHttpClient http) {
        return new HostApi(URI.create("http://" + host()), "shop/config", new Credentials.None(), http);
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void beginOnly(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('[');
        exchange.getResponseBody().flush();
        over.join();
        exchange.close();
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            while (true) {
                body.write(new byte[1 << 16]);
            }
        }
    }
}

package dev.millrace.git.transport;

import static dev.millrace.git.Upstream.MAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.RepositoryCorruption;
import dev.millrace.git.Upstream;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of hosts that are not Git hosts, or not available. */
class RemoteClientTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private Path temp;
    private HttpServer server;

    @BeforeEach
    void startAServer(@TempDir Path directory) throws IOException {
        temp = directory;
        server = HttpServer.create(ANY_PORT, 0);
        server.start();
    }

    @AfterEach
    void stopTheServer() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "401, check user",
        "403, check user",
        "404, not found",
        "429, 429",
        "500, 500",
        "503, 503",
    })
    void aRejectionNamesTheProblem(int status, String expected) {
        answer("/shop/web.git", status, "");

        assertThatThrownBy(() -> fetch(new Credentials.Bearer("t0ken")))
                .isInstanceOf(GitUnavailable.class)
                .hasMessageStartingWith("fetching main of 127.0.0.1:")
                .hasMessageContaining(expected)
                .message()
                .doesNotContain("t0ken");
    }

    @Test
    void aTokenIsSentWithTheFirstRequest() {
        answer("/shop/web.git", 500, "");

        assertThatThrownBy(() -> fetch(new Credentials.Bearer("t0ken"))).isInstanceOf(GitUnavailable.class);

        assertThat(authorizations).isNotEmpty().containsOnly("Bearer t0ken");
    }

    @Test
    void credentialsAreNotSentToARedirectTarget() throws IOException {
        HttpServer elsewhere = HttpServer.create(ANY_PORT, 0);
        List<String> requests = new CopyOnWriteArrayList<>();
        elsewhere.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        elsewhere.start();
        answer(
                "/shop/web.git",
                302,
                "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/stolen.git");

        assertThatThrownBy(() -> fetch(new Credentials.Basic("dana", "secret"))).isInstanceOf(GitUnavailable.class);

        elsewhere.stop(0);
        assertThat(requests).isEmpty();
    }

    @Test
    void aPageThatIsNotGitIsUnavailable() {
        server.createContext("/", exchange -> {
            byte[] page = "<html>Please sign in</html>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });

        assertThatThrownBy(() -> fetch(new Credentials.None())).isInstanceOf(GitUnavailable.class);
    }

    @Test
    void aSilentHostTimesOut() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Upstream local = new Upstream(temp.resolve("local"));
                RemoteClient client = new RemoteClient(
                        local.repository(),
                        remote(silent.getLocalPort()),
                        Duration.ofSeconds(1),
                        new RepositoryCorruption())) {
            assertThatThrownBy(() -> client.fetch(MAIN))
                    .isInstanceOf(GitUnavailable.class)
                    .hasMessageContaining("timed out");
        }
    }

    private static Remote remote(int port) {
        return Remote.of(URI.create("http://127.0.0.1:" + port + "/shop/web.git"), new Credentials.None());
    }

    private void fetch(Credentials credentials) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/shop/web.git");
        try (Mirror mirror = Mirror.open(temp.resolve("mirror"), Remote.of(url, credentials))) {
            mirror.fetch(MAIN);
        }
    }

    private void answer(String path, int status, String location) {
        server.createContext(path, exchange -> {
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            if (!location.isEmpty()) {
                exchange.getResponseHeaders()
                        .set("Location", location + exchange.getRequestURI().getPath());
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }
}

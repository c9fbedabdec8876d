package dev.millrace.git.transport;

import static dev.millrace.git.Upstream.MAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials go to their host and to no other. */
class AccessTest {
    private final List<URI> asked = new CopyOnWriteArrayList<>();
    private final HttpServer elsewhere = server();
    private final HttpServer host = server();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temp;

    @BeforeEach
    void start() {
        elsewhere.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        host.createContext("/", exchange -> {
            String to = address(elsewhere) + exchange.getRequestURI();
            exchange.getResponseHeaders().set("Location", to);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        elsewhere.start();
        host.start();
    }

    @AfterEach
    void stop() {
        elsewhere.stop(0);
        host.stop(0);
    }

    @Test
    void aRedirectIsNotFollowedSoThatNoOtherHostGetsTheCredentials() {
        try (Mirror mirror = open(new Credentials.Basic("dana", "secret"))) {
            assertThatThrownBy(() -> mirror.fetch(MAIN))
                    .isInstanceOf(GitUnavailable.class)
                    .hasMessageContaining("redirect");
            assertThatThrownBy(mirror::listRemote).isInstanceOf(GitUnavailable.class);
        }

        assertThat(asked).isEmpty();
    }

    @Test
    void aTokenThatFitsNoHeaderIsReportedWithoutShowingIt() {
        try (Mirror mirror = open(new Credentials.Bearer("first-line\nsecond-line"))) {
            assertThatThrownBy(() -> mirror.fetch(MAIN))
                    .isInstanceOf(GitUnavailable.class)
                    .hasMessageContaining("the token contains")
                    .message()
                    .doesNotContain("first-line", "second-line");
        }
    }

    private Mirror open(Credentials credentials) {
        return Mirror.open(temp.resolve("mirror"), Remote.of(URI.create(address(host) + "/shop/web.git"), credentials));
    }

    private static String address(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException("no free port on the loopback interface", e);
        }
    }
}

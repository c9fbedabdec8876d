package dev.millrace.git.transport;

import static dev.millrace.git.Upstream.MAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.git.GitAccessDenied;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that lead to something else than a Git host: what it says is in no message. */
class UnexpectedAnswersTest {
    private static final String CANARY = "INTERNAL-CANARY";
    private static final String SMART = "application/x-git-upload-pack-advertisement";

    static final List<Arguments> ANSWERS = List.of(
            row("a text", 200, "text/plain", CANARY + " token=abc123 second", "is not Git's"),
            row("a text of several lines", 200, "text/plain", CANARY + "\n" + CANARY + "\n", "is not Git's"),
            row("a page", 200, "text/html", "<html>" + CANARY + "</html>", "is not Git's"),
            row("JSON", 200, "application/json", "{\"token\": \"" + CANARY + "\"}", "is not Git's"),
            row("no type", 200, "", CANARY, "is not Git's"),
            row("the name of another type", 200, "text/" + CANARY, "x", "is not Git's"),
            row("bytes", 200, "application/octet-stream", "\0\1\2" + CANARY + "\0", "is not Git's"),
            row("Git's type with another content", 200, SMART, CANARY + CANARY, "is not Git's"),
            row("Git's type with a ref that is none", 200, SMART, pkt(CANARY + " x"), "is not Git's"),
            row("a huge line", 200, "text/plain", CANARY.repeat(100_000), "is not Git's"),
            row("401", 401, "text/plain", CANARY, "check user"),
            row("403", 403, "text/plain", CANARY, "check user"),
            row("404", 404, "text/plain", CANARY, "not found"),
            row("418", 418, "text/plain", CANARY, "the host answered 418"),
            row("500", 500, "text/plain", CANARY, "the host answered 500"),
            row("a redirect", 302, "text/plain", CANARY, "redirect"));

    private Path temp;
    private HttpServer server;

    @BeforeEach
    void startAServer(@TempDir Path directory) throws IOException {
        temp = directory;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stopTheServer() {
        server.stop(0);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("ANSWERS")
    void noTextOfTheServerIsInTheMessageOrInTheError(
            String kind, int status, String type, String body, String expected) {
        answer(status, type, body);

        GitUnavailable failure = fetch();

        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(failure.getMessage())
                .as(kind)
                .startsWith("fetching main of 127.0.0.1:")
                .contains(expected)
                .hasSizeLessThan(300);
        assertThat(trace.toString()).doesNotContain(CANARY);
    }

    @Test
    void theErrorOfAGitHostIsShownAsOneBoundedLine() {
        String error = "ERR the repository\u001b[31m is\n locked " + "for long ".repeat(100);
        answer(200, SMART, pkt("# service=git-upload-pack\n") + "0000" + pkt(error));

        assertThat(fetch().getMessage())
                .contains("the host answered: the repository [31m is locked for long")
                .doesNotContain("\n", "\u001b")
                .hasSizeLessThan(400);
    }

    @Test
    void aGitHostThatRepeatsTheCredentialsShowsThemToNobody() {
        String secret = "s3cret+/ &4711";
        Credentials credentials = new Credentials.Basic("user", secret);
        String sent = Base64.getEncoder().encodeToString(("user:" + secret).getBytes(StandardCharsets.UTF_8));
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        answer(
                200,
                SMART,
                pkt("# service=git-upload-pack\n") + "0000" + pkt("ERR " + secret + " " + sent + " " + encoded));

        GitUnavailable failure = catchThrowableOfType(GitUnavailable.class, () -> fetch(address(), credentials));

        assertThat(failure.getMessage())
                .contains("the host answered: *** *** ***")
                .doesNotContain("4711", sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/a.git", "https://127.0.0.2:1/a.git", "ssh://git@127.0.0.2:1/a.git"})
    void anAddressThatTheRulesRefuseIsNotAsked(String url) {
        Credentials ssh = new Credentials.Ssh("no key", "no host");

        assertThatThrownBy(() -> fetch(URI.create(url), url.startsWith("ssh") ? ssh : new Credentials.None()))
                .isInstanceOf(GitAccessDenied.class)
                .hasMessageContaining("no connection to this host is allowed")
                .hasMessageContaining("millrace.connections.hosts");
    }

    @Test
    void credentialsAreNotSentOverPlainHttpUnlessTheHostIsNamedForIt() {
        URI documentation = URI.create("http://192.0.2.1/a.git"); // an address that belongs to nobody

        assertThatThrownBy(() -> fetch(documentation, new Credentials.Bearer("t0ken")))
                .isInstanceOf(GitAccessDenied.class)
                .hasMessageContaining("credentials are not sent over plain HTTP")
                .message()
                .doesNotContain("t0ken");
    }

    private GitUnavailable fetch() {
        return catchThrowableOfType(GitUnavailable.class, () -> fetch(address(), new Credentials.None()));
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/a.git");
    }

    private void fetch(URI url, Credentials credentials) {
        try (Mirror mirror = Mirror.open(temp.resolve("mirror"), Remote.of(url, credentials))) {
            mirror.fetch(MAIN);
        }
    }

    private void answer(int status, String type, String body) {
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
            if (!type.isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", type);
            }
            exchange.getResponseHeaders().set("X-Note", CANARY);
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/" + CANARY);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static String pkt(String text) {
        return "%04x%s".formatted(text.length() + 4, text);
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }
}

package dev.millrace.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests to a registry that requires a token for each purpose. */
class RegistryCallsTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final RegistryCalls calls = new RegistryCalls();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", this::registry);
        server.createContext("/token", this::tokens);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aTokenIsReusedForItsPurpose() {
        get("shop/web");
        get("shop/web");

        assertThat(requests).containsExactly("GET shop/web", "token pull", "GET shop/web", "GET shop/web");
    }

    @Test
    void aReadTokenIsNotSentWithAWriteOrForAnotherImage() {
        get("shop/web");
        requests.clear();

        put("shop/web");
        get("shop/api");

        assertThat(requests)
                .containsExactly(
                        "PUT shop/web",
                        "token pull,push",
                        "PUT shop/web",
                        "GET shop/api",
                        "token pull",
                        "GET shop/api");
    }

    @Test
    void credentialsAreNotSentToAnInsecureTokenService() {
        Registry secure = new Registry("reg.example", false, Optional.of(new Login("robot", "secret")));
        Tokens tokens = new Tokens(calls);

        assertThatThrownBy(() -> tokens.answer(
                        new Tokens.Purpose(secure, "a/b", false),
                        "Bearer realm=\"http://127.0.0.1:1/token\"",
                        Optional.empty(),
                        "reading"))
                .isInstanceOf(RegistryRefused.class)
                .hasMessage("reading: the token service of the registry is missing or not trusted");
    }

    @Test
    void aLoginIsNeverShown() {
        assertThatThrownBy(() -> calls.send(
                        registry("wrong"),
                        "shop/web",
                        HttpRequest.newBuilder(registry("wrong").api("shop/web/manifests/1"))
                                .GET(),
                        "reading shop/web:1"))
                .isInstanceOf(RegistryRefused.class)
                .hasMessage("reading shop/web:1: the token service of " + host() + " answered 401; check the login for "
                        + host() + " and its permissions");
        assertThat(registry("hush"))
                .hasToString("Registry[host=" + host() + ", insecure=true, login=Optional[ci:***]]");
    }

    private void get(String repository) {
        HttpRequest.Builder request = HttpRequest.newBuilder(registry("right").api(repository + "/manifests/1"));
        HttpResponse<byte[]> response = calls.send(registry("right"), repository, request.GET(), "reading");
        assertThat(response.statusCode()).isEqualTo(200);
    }

    private void put(String repository) {
        HttpRequest.Builder request = HttpRequest.newBuilder(registry("right").api(repository + "/manifests/1"))
                .PUT(HttpRequest.BodyPublishers.ofString("{}"));
        assertThat(calls.send(registry("right"), repository, request, "tagging").statusCode())
                .isEqualTo(200);
    }

    private Registry registry(String password) {
        return new Registry(host(), true, Optional.of(new Login("ci", password)));
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void registry(HttpExchange exchange) throws IOException {
        String repository = exchange.getRequestURI().getPath().replaceAll("/v2/(.*)/manifests/.*", "$1");
        String scope = exchange.getRequestMethod().equals("GET") ? "pull" : "pull,push";
        String token = "Bearer " + repository + "-" + scope;
        boolean allowed = token.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        requests.add(exchange.getRequestMethod() + " " + repository);
        exchange.getResponseHeaders()
                .set(
                        "WWW-Authenticate",
                        "Bearer realm=\"http://" + host() + "/token\",service=\"x\",scope=\"repository:" + repository
                                + ":" + scope + "\"");
        answer(exchange, allowed ? 200 : 401, "{}");
    }

    private void tokens(HttpExchange exchange) throws IOException {
        // ci:right
        boolean known = "Basic Y2k6cmlnaHQ=".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        String[] scope =
                exchange.getRequestURI().getQuery().replaceAll(".*scope=", "").split(":", -1);
        requests.add("token " + scope[2]);
        answer(exchange, known ? 200 : 401, "{\"token\": \"" + scope[1] + "-" + scope[2] + "\"}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}

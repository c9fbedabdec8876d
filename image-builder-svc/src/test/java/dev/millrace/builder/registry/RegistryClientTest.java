package dev.millrace.builder.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.Login;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryUnavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registries that behave differently from the one of the test bed: tokens, external storage, errors. */
class RegistryClientTest {
    private static final Tag TAG = new Tag("1");
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    private record Answer(int status, Map<String, String> headers, String body) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            String scheme = authorization == null ? "anonymous" : authorization.replaceFirst(" .*", "");
            String path = exchange.getRequestURI().toString();
            requests.add(scheme + " " + path);
            Answer answer = answers.getOrDefault(
                    scheme + " " + path, answers.getOrDefault(path, new Answer(404, Map.of(), "")));
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head || body.length == 0 ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Test
    void aMissingTagHasNoDigest() {
        assertThat(client().digest(image(), TAG)).isEmpty();
    }

    @Test
    void getsATokenFromTheServiceThatTheRegistryNames() {
        String manifest = "/v2/shop/web/manifests/1";
        String challenge =
                "Bearer realm=\"" + address() + "/token\",service=\"reg\",scope=\"repository:shop/web:pull\"";
        answers.put(manifest, new Answer(401, Map.of("WWW-Authenticate", challenge), ""));
        answers.put(
                "Basic /token?service=reg&scope=repository%3Ashop%2Fweb%3Apull",
                new Answer(200, Map.of(), "{\"token\": \"t\"}"));
        answers.put("Bearer " + manifest, new Answer(200, Map.of("Docker-Content-Digest", DIGEST), ""));

        Optional<Digest> digest = client().digest(image(), TAG);

        assertThat(digest).contains(new Digest(DIGEST));
    }

    @Test
    void aBlobInExternalStorageIsReadWithoutOurCredentials() {
        String config =
                "{\"os\": \"linux\", \"architecture\": \"arm\", \"variant\": \"v7\", \"config\": {\"Labels\": {\"a\": \"b\"}}}";
        Digest blob = Digest.of(config.getBytes(StandardCharsets.UTF_8));
        String manifest = "{\"config\": {\"digest\": \"" + blob + "\", \"size\": " + config.length() + "}}";
        answers.put(
                "/v2/shop/web/manifests/1",
                new Answer(200, Map.of("Content-Type", "application/vnd.oci.image.manifest.v1+json"), manifest));
        answers.put(
                "/v2/shop/web/blobs/" + blob, new Answer(307, Map.of("Location", address() + "/storage?signed"), ""));
        answers.put("/storage?signed", new Answer(200, Map.of(), config));

        Optional<RegistryImage> found = client().image(image(), TAG);

        assertThat(found)
                .contains(new RegistryImage(
                        Digest.of(manifest.getBytes(StandardCharsets.UTF_8)),
                        List.of(new Platform("linux/arm/v7")),
                        Map.of("a", "b"),
                        Optional.empty()));
        assertThat(requests).contains("anonymous /storage?signed");
    }

    @Test
    void aServerErrorIsTransient() {
        answers.put("/v2/shop/web/manifests/1", new Answer(503, Map.of(), ""));

        assertThatThrownBy(() -> client().digest(image(), TAG))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessageContaining("answered 503");
    }

    @Test
    void aRefusalIsPermanentAndShowsNoCredential() {
        answers.put("/v2/shop/web/manifests/1", new Answer(403, Map.of(), ""));

        assertThatThrownBy(() -> client().digest(image(), TAG))
                .isInstanceOf(RegistryRefused.class)
                .hasMessageContaining("answered 403")
                .hasMessageNotContaining("secret");
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private String address() {
        return "http://" + host();
    }

    private ImageName image() {
        return new ImageName(host() + "/shop/web");
    }

    private RegistryClient client() {
        Login robot = new Login("robot", "secret");
        return new RegistryClient(
                new RegistryHosts(List.of(new RegistryHost(host(), true, Optional.of(robot), Optional.empty()))));
    }
}

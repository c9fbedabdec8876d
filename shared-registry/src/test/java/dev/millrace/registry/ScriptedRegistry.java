package dev.millrace.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A registry that answers each path as a test describes, and records who asks for what. */
final class ScriptedRegistry implements AutoCloseable {
    static final Tag TAG = new Tag("1");
    static final String MANIFESTS = "/v2/shop/web/manifests/1";
    static final String TAGS = "/v2/shop/web/tags/list";
    static final String DOCUMENT = "{\"schemaVersion\":2}";
    static final Digest DIGEST = Digest.of(DOCUMENT.getBytes(StandardCharsets.UTF_8));

    /** Answers one request. */
    interface Script {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private final RegistryCalls calls = new RegistryCalls();
    private final HttpServer server;

    ScriptedRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    void put(String path, Script script) {
        scripts.put(path, script);
    }

    /** The requests so far: the scheme of the authorization, the method and the path. */
    List<String> requests() {
        return requests;
    }

    /** Completed at the end of the test. */
    CompletableFuture<Boolean> over() {
        return over;
    }

    RegistryCalls calls() {
        return calls;
    }

    RegistryRequest request(Duration limit, int maxBytes) {
        return new RegistryRequest(
                registry(),
                "shop/web",
                HttpRequest.newBuilder(registry().api("shop/web/manifests/1")),
                "reading",
                limit,
                maxBytes);
    }

    RegistryReader reader() {
        return new RegistryReader(new Registries(List.of(registry()), "registries"), calls);
    }

    Registry registry() {
        return new Registry(host(), true, Optional.of(new Login("ci", "secret")));
    }

    ImageName web() {
        return new ImageName(host() + "/shop/web");
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    static Script challenge(String realm) {
        return exchange -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"" + realm + "\"");
            answer(exchange, 401, "{}");
        };
    }

    static Script redirect(String target) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", target);
            answer(exchange, 307, "");
        };
    }

    private void serve(HttpExchange exchange) throws IOException {
        String who = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .map(value -> value.replaceFirst(" .*", ""))
                .orElse("nobody");
        String path = exchange.getRequestURI().getPath();
        requests.add(who + " " + exchange.getRequestMethod() + " " + path);
        scripts.getOrDefault(path, missing -> answer(missing, 404, "{}")).answer(exchange);
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isHead || bytes.length == 0 ? -1 : bytes.length);
        if (!isHead && bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        over.complete(true);
        calls.close();
        server.stop(0);
    }
}

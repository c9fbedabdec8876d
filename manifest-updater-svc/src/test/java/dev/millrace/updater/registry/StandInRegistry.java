package dev.millrace.updater.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.registry.Login;
import dev.millrace.registry.Registries;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry in this JVM that follows OCI's distribution specification, except where a test changes it. */
public final class StandInRegistry implements AutoCloseable {
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    /** An answer in place of the usual one. */
    record Answer(int status, Map<String, String> headers, String body) {}

    private final HttpServer server;
    private final Map<String, byte[]> content = new ConcurrentHashMap<>();
    private final Map<String, Answer> instead = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    public StandInRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public ImageName image(String name) {
        return new ImageName(host() + "/shop/" + name);
    }

    /** A client that knows this registry. */
    public RegistryReader client() {
        return client(Optional.of(new Login("robot", "secret")));
    }

    RegistryReader client(Optional<Login> login) {
        return new RegistryReader(
                new Registries(List.of(new Registry(host(), true, login)), "millrace.updater.registries"));
    }

    /** The requests so far: authorization and path. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** Changes the answer for a path; a path after {@code Bearer } or {@code Basic } changes it for such requests only. */
    void answer(String path, Answer answer) {
        instead.put(path, answer);
    }

    /** Lets all further requests fail. */
    public void fail() {
        instead.put("", new Answer(503, Map.of(), ""));
    }

    public void recover() {
        instead.remove("");
    }

    /** Adds an image without layers. */
    public Digest push(String name, String tag, Map<String, String> labels, String created) {
        StringBuilder json = new StringBuilder();
        labels.forEach((key, value) -> json.append(json.isEmpty() ? "" : ",")
                .append('"')
                .append(key)
                .append("\":\"")
                .append(value)
                .append('"'));
        byte[] config = utf8("{\"os\":\"linux\",\"architecture\":\"amd64\",\"created\":\"" + created
                + "\",\"config\":{\"Labels\":{" + json + "}}}");
        Digest blob = Digest.of(config);
        content.put("shop/" + name + "/blobs/" + blob, config);
        byte[] manifest = utf8("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":{\"digest\":\""
                + blob + "\",\"size\":" + config.length + "},\"layers\":[]}");
        return put(name, tag, manifest);
    }

    /** Adds a manifest. */
    public Digest put(String name, String tag, byte[] manifest) {
        Digest digest = Digest.of(manifest);
        content.put("shop/" + name + "/manifests/" + tag, manifest);
        content.put("shop/" + name + "/manifests/" + digest, manifest);
        return digest;
    }

    void putBlob(String name, byte[] blob) {
        content.put("shop/" + name + "/blobs/" + Digest.of(blob), blob);
    }

    /** The content under a path such as {@code shop/web/manifests/1}, to be corrupted by the caller. */
    public void spoil(String path, byte[] bytes) {
        content.put(path, bytes);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            String who = authorization == null ? "nobody" : authorization.replaceFirst(" .*", "");
            String path = exchange.getRequestURI().toString();
            asked.add(who + " " + exchange.getRequestMethod() + " " + path);
            Answer other = instead.getOrDefault("", instead.getOrDefault(who + " " + path, instead.get(path)));
            if (other != null) {
                other.headers().forEach(exchange.getResponseHeaders()::set);
                send(exchange, other.status(), utf8(other.body()));
            } else {
                usual(exchange, path.replaceFirst("^/v2/", "").replaceFirst("\\?.*", ""));
            }
        }
    }

    private void usual(HttpExchange exchange, String path) throws IOException {
        if (path.endsWith("/tags/list")) {
            send(exchange, 200, utf8("{\"tags\":[" + String.join(",", tags(path.replace("tags/list", ""))) + "]}"));
            return;
        }
        byte[] found = content.get(path);
        if (found != null && path.contains("/manifests/")) {
            String json = new String(found, StandardCharsets.UTF_8);
            String type = json.contains("\"manifests\"") ? MANIFEST.replace("manifest", "index") : MANIFEST;
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", Digest.of(found).value());
        }
        send(exchange, found == null ? 404 : 200, found == null ? new byte[0] : found);
    }

    private List<String> tags(String image) {
        List<String> tags = new ArrayList<>();
        String prefix = image + "manifests/";
        for (String path : content.keySet()) {
            if (path.startsWith(prefix) && !path.contains("sha256:")) {
                tags.add('"' + path.substring(prefix.length()) + '"');
            }
        }
        return tags;
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A file of the test resources. */
    public static byte[] resource(String path) {
        try (InputStream in = StandInRegistry.class.getResourceAsStream("/signed/" + path)) {
            if (in == null) {
                throw new IllegalStateException("no test resource " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

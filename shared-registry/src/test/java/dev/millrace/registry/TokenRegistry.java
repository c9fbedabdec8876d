package dev.millrace.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.events.value.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A registry in memory with as few of the optional parts of the specification as possible. */
final class TokenRegistry implements AutoCloseable {
    private static final Pattern PATH =
            Pattern.compile("/v2/(?<repository>.+?)/(?<kind>manifests|blobs|tags)/(?<name>.*)");
    private static final byte[] NOTHING = {};

    private final Map<String, byte[]> contents = new ConcurrentSkipListMap<>();
    private final HttpServer server;

    TokenRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v2/", this::serve);
        server.createContext("/token", this::issue);
        server.createContext("/storage/", exchange -> content(exchange, query(exchange, "key")));
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void issue(HttpExchange exchange) throws IOException {
        boolean known = "Basic Y2k6c2VjcmV0".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        String token = query(exchange, "scope").replaceAll("[^a-z0-9]", "-");
        answer(exchange, known ? 200 : 401, utf8("{\"access_token\": \"" + token + "\", \"expires_in\": 300}"));
    }

    private void serve(HttpExchange exchange) throws IOException {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        if (!path.matches()) {
            answer(exchange, 404, NOTHING);
            return;
        }
        String repository = path.group("repository");
        boolean reads = List.of("GET", "HEAD").contains(exchange.getRequestMethod());
        String scope = "repository:" + repository + (reads ? ":pull" : ":pull,push");
        String token = "Bearer " + scope.replaceAll("[^a-z0-9]", "-");
        if (!token.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"old\"");
            exchange.getResponseHeaders()
                    .add("WWW-Authenticate", "Bearer realm=\"http://" + host() + "/token\",service=\"test\"");
            answer(exchange, 401, NOTHING);
        } else if (!reads) {
            write(exchange, repository, path.group("kind"), path.group("name"));
        } else if (path.group("kind").equals("tags")) {
            tags(exchange, repository);
        } else if (path.group("kind").equals("blobs")) {
            exchange.getResponseHeaders()
                    .set("Location", "/storage/?key=" + repository + "/blobs/" + path.group("name"));
            answer(exchange, 307, NOTHING);
        } else {
            content(exchange, repository + "/manifests/" + path.group("name"));
        }
    }

    private void write(HttpExchange exchange, String repository, String kind, String name) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Location", "/v2/" + repository + "/blobs/uploads/1");
        boolean begins = exchange.getRequestMethod().equals("POST");
        if (!begins) {
            String stored = kind.equals("blobs") ? query(exchange, "digest") : name;
            contents.put(repository + "/" + kind + "/" + stored, body);
            contents.put(repository + "/" + kind + "/" + Digest.of(body), body);
        }
        answer(exchange, begins ? 202 : 201, NOTHING);
    }

    private void tags(HttpExchange exchange, String repository) throws IOException {
        String prefix = repository + "/manifests/";
        int size = Integer.parseInt(query(exchange, "n"));
        List<String> after = contents.keySet().stream()
                .filter(key -> key.startsWith(prefix) && !key.contains("sha256:"))
                .map(key -> key.substring(prefix.length()))
                .filter(tag -> tag.compareTo(query(exchange, "last")) > 0)
                .toList();
        List<String> page = after.subList(0, Math.min(size, after.size()));
        if (after.size() > size) {
            exchange.getResponseHeaders().set("Link", "<list?last=" + page.getLast() + "&n=" + size + ">; rel=next");
        }
        boolean exists = !after.isEmpty();
        answer(exchange, exists ? 200 : 404, utf8("{\"tags\": [\"" + String.join("\",\"", page) + "\"]}"));
    }

    private void content(HttpExchange exchange, String key) throws IOException {
        byte[] content = contents.get(key);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.oci.image.manifest.v1+json; charset=utf-8");
        answer(exchange, content == null ? 404 : 200, content == null ? NOTHING : content);
    }

    private static String query(HttpExchange exchange, String name) {
        Matcher value = Pattern.compile("(?:^|&)" + name + "=([^&]*)")
                .matcher(exchange.getRequestURI().getQuery());
        return value.find() ? value.group(1) : "";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean isEmpty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isEmpty ? -1 : body.length);
        if (!isEmpty) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package dev.millrace.builder.source.lfs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.events.value.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server of the batch API, whose answers a test may change. */
final class LfsServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, String> contents = new ConcurrentHashMap<>();

    /** The requests, each as its method, path and Authorization header. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** The status of the batch API. */
    volatile int status = 200;

    /** The base of the addresses of contents; empty for this server. */
    volatile String elsewhere = "";

    LfsServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Stores a content and returns its pointer. */
    LfsPointer add(String content) {
        LfsPointer pointer = new LfsPointer(Sha256.hex(content), content.getBytes(StandardCharsets.UTF_8).length);
        contents.put(pointer.oid(), content);
        return pointer;
    }

    /** Serves another content under the id of an earlier one. */
    void replace(LfsPointer pointer, String content) {
        contents.put(pointer.oid(), content);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        if (path.endsWith(".git/info/lfs/objects/batch")) {
            send(exchange, status, batch(JSON.readTree(exchange.getRequestBody())));
        } else {
            String content = contents.get(path.substring(path.lastIndexOf('/') + 1));
            send(exchange, content == null ? 404 : 200, String.valueOf(content));
        }
    }

    private String batch(JsonNode request) throws IOException {
        ObjectNode response = JSON.createObjectNode();
        ArrayNode objects = response.putArray("objects");
        for (JsonNode requested : request.path("objects")) {
            String oid = requested.path("oid").asText();
            ObjectNode object = objects.addObject().put("oid", oid);
            if (contents.containsKey(oid)) {
                object.putObject("actions")
                        .putObject("download")
                        .put("href", (elsewhere.isEmpty() ? url("") : elsewhere) + "/contents/" + oid);
            } else {
                object.putObject("error").put("code", 404).put("message", "missing");
            }
        }
        return JSON.writeValueAsString(response);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package dev.millrace.sync.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.millrace.sync.LoopbackApi;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Stores the Secrets of one namespace as an API server does, each write under a new version. */
final class SecretsApi extends LoopbackApi {
    static final String NAMESPACE = "millrace";
    private static final String SECRETS = "/api/v1/namespaces/" + NAMESPACE + "/secrets";
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, ObjectNode> stored = new TreeMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private long version;

    /** Returns the methods of the requests so far. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Replaces the content of all Secrets by bytes that mean nothing. */
    synchronized void damage() {
        stored.values().forEach(secret -> secret.putObject("data").put("content", "AAAA"));
    }

    @Override
    protected synchronized void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        requests.add(method);
        String path = exchange.getRequestURI().getPath();
        String name = path.equals(SECRETS) ? "" : path.substring(SECRETS.length() + 1);
        byte[] body = exchange.getRequestBody().readAllBytes();
        switch (method) {
            case "POST" -> create(exchange, (ObjectNode) JSON.readTree(body));
            case "PUT" -> replace(exchange, name, (ObjectNode) JSON.readTree(body));
            case "DELETE" -> delete(exchange, name);
            default -> {
                if (name.isEmpty()) {
                    list(exchange);
                } else {
                    answer(exchange, Optional.ofNullable(stored.get(name)));
                }
            }
        }
    }

    private void create(HttpExchange exchange, ObjectNode secret) throws IOException {
        String name = secret.at("/metadata/name").asText();
        if (stored.containsKey(name)) {
            refuse(exchange, 409);
        } else {
            store(exchange, name, secret);
        }
    }

    private void replace(HttpExchange exchange, String name, ObjectNode secret) throws IOException {
        JsonNode before = stored.get(name);
        if (before == null) {
            refuse(exchange, 404);
        } else if (!before.at("/metadata/resourceVersion").equals(secret.at("/metadata/resourceVersion"))) {
            refuse(exchange, 409);
        } else {
            store(exchange, name, secret);
        }
    }

    private void store(HttpExchange exchange, String name, ObjectNode secret) throws IOException {
        secret.withObject("/metadata").put("resourceVersion", Long.toString(++version));
        stored.put(name, secret);
        send(exchange, 200, secret.toString());
    }

    private void delete(HttpExchange exchange, String name) throws IOException {
        if (name.isEmpty()) {
            String query = query(exchange);
            stored.values().removeIf(secret -> isSelected(secret, query));
            list(exchange);
        } else {
            answer(exchange, Optional.ofNullable(stored.remove(name)));
        }
    }

    private static String query(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    }

    private void list(HttpExchange exchange) throws IOException {
        ObjectNode list = JSON.createObjectNode().put("kind", "SecretList").put("apiVersion", "v1");
        list.putObject("metadata").put("resourceVersion", Long.toString(version));
        String query = query(exchange);
        list.putArray("items")
                .addAll(stored.values().stream()
                        .filter(secret -> isSelected(secret, query))
                        .toList());
        send(exchange, 200, list.toString());
    }

    private static boolean isSelected(JsonNode secret, String query) {
        JsonNode labels = secret.at("/metadata/labels");
        return Stream.of(query.split("&"))
                .filter(parameter -> parameter.startsWith("labelSelector="))
                .flatMap(parameter -> Stream.of(
                        URLDecoder.decode(parameter.substring("labelSelector=".length()), StandardCharsets.UTF_8)
                                .split(",")))
                .map(label -> label.split("=", 2))
                .allMatch(label -> labels.has(label[0])
                        && (label.length == 1 || labels.get(label[0]).asText().equals(label[1])));
    }

    private static void answer(HttpExchange exchange, Optional<ObjectNode> found) throws IOException {
        if (found.isPresent()) {
            send(exchange, 200, found.get().toString());
        } else {
            refuse(exchange, 404);
        }
    }

    private static void refuse(HttpExchange exchange, int code) throws IOException {
        send(
                exchange,
                code,
                "{\"apiVersion\": \"v1\", \"kind\": \"Status\", \"status\": \"Failure\", \"code\": %d}"
                        .formatted(code));
    }
}

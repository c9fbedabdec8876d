package dev.millrace.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers like an API server that stores nothing, and remembers the requests. For decisions about what is written, and after which answer. */
public final class ApiStandIn extends LoopbackApi {
    private static final JsonMapper JSON = new JsonMapper();

    /** @param path without the query */
    public record Request(String method, String path, String body) {
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a request without JSON: " + body, e);
            }
        }
    }

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, String> objects = new ConcurrentHashMap<>();
    private final Map<String, Integer> failing = new ConcurrentHashMap<>();

    /** Returns this JSON to requests with that path. */
    public ApiStandIn having(String path, String json) {
        objects.put(path, json);
        return this;
    }

    /** Returns the object to requests with that path. */
    public ApiStandIn having(String path, HasMetadata object) {
        objects.put(path, client().getKubernetesSerialization().asJson(object));
        return this;
    }

    /** Answers requests of that method with this code, until another one is set; 0 for none. */
    public ApiStandIn failing(String method, int code) {
        failing.put(method, code);
        return this;
    }

    /** Returns the requests of that method, in their order. */
    public List<Request> requests(String method) {
        return requests.stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    @Override
    protected void handle(HttpExchange exchange) throws IOException {
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        requests.add(request);
        int failure = failing.getOrDefault(request.method(), 0);
        String known = objects.get(request.path());
        if (failure != 0) {
            send(exchange, failure, status(failure));
        } else if (known != null) {
            send(exchange, 200, known);
        } else if (request.method().equals("POST") || request.method().equals("PUT")) {
            send(exchange, 200, request.body());
        } else {
            send(exchange, 404, status(404));
        }
    }

    private static String status(int code) {
        return "{\"apiVersion\": \"v1\", \"kind\": \"Status\", \"status\": \"Failure\", \"code\": %d}".formatted(code);
    }
}

package dev.millrace.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.events.value.CommitId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stub for the pull requests of a host, beside a Git host for the branches: the part of GitHub's documented REST API to open, find, update, label
 * and close a request (docs.github.com/rest/pulls).
 */
final class PullRequests {
    static final String TOKEN = "a-token-for-pull-requests";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH =
            Pattern.compile("/repos/(?<repository>[^/]+/[^/]+)/(?:pulls|issues)(?:/(?<number>[0-9]+))?(?<rest>/.*)?");

    private final HttpServer server;
    private final List<ObjectNode> all = new ArrayList<>();

    PullRequests() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("opening a port for pull requests", e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The open requests in the form of the API, oldest first. */
    synchronized List<JsonNode> open() {
        return all.stream()
                .filter(request -> request.path("state").asText().equals("open"))
                .<JsonNode>map(ObjectNode::deepCopy)
                .toList();
    }

    synchronized int count() {
        return all.size();
    }

    /** Marks a request as merged by a user. The caller moves the branch. */
    synchronized void merged(JsonNode request, CommitId commit) {
        ObjectNode one = all.get(request.path("number").asInt() - 1);
        one.put("state", "closed").put("merged", true).put("merged_at", "2026-11-23T12:00:00Z");
        one.put("merge_commit_sha", commit.value());
        one.putObject("merged_by").put("login", "dana");
    }

    /** Closes a request as a user who declines it. */
    synchronized void declined(JsonNode request) {
        all.get(request.path("number").asInt() - 1).put("state", "closed");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
            boolean known = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                    .endsWith(" " + TOKEN);
            Optional<JsonNode> answer = known && path.matches() ? answer(exchange, path, body) : Optional.empty();
            byte[] text = JSON.writeValueAsBytes(
                    answer.orElse(JSON.createObjectNode().put("message", known ? "Not Found" : "Bad credentials")));
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            boolean created =
                    exchange.getRequestMethod().equals("POST") && path.matches() && path.group("number") == null;
            exchange.sendResponseHeaders(answer.isEmpty() ? known ? 404 : 401 : created ? 201 : 200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private synchronized Optional<JsonNode> answer(HttpExchange exchange, Matcher path, JsonNode body) {
        String method = exchange.getRequestMethod();
        if (path.group("number") == null) {
            return Optional.of(method.equals("POST") ? opened(path, body) : found(exchange));
        }
        int number = Integer.parseInt(path.group("number"));
        if (number > all.size()) {
            return Optional.empty();
        }
        ObjectNode request = all.get(number - 1);
        if ("/labels".equals(path.group("rest"))) {
            ArrayNode labels = request.putArray("labels");
            body.path("labels").forEach(label -> labels.addObject().put("name", label.asText()));
            return Optional.of(labels);
        }
        if (path.group("rest") != null) {
            return Optional.empty();
        }
        if (method.equals("PATCH")) {
            body.properties().forEach(field -> request.set(field.getKey(), field.getValue()));
        }
        return Optional.of(request.deepCopy());
    }

    private ObjectNode opened(Matcher path, JsonNode body) {
        int number = all.size() + 1;
        ObjectNode request = JSON.createObjectNode()
                .put("number", number)
                .put("node_id", "PR_" + number)
                .put("state", "open")
                .put("merged", false)
                .put("html_url", url() + "/" + path.group("repository") + "/pull/" + number);
        request.putNull("merged_at");
        request.put("title", body.path("title").asText())
                .put("body", body.path("body").asText());
        ObjectNode head = request.putObject("head").put("ref", body.path("head").asText());
        head.putObject("repo").put("full_name", path.group("repository"));
        request.putObject("base").put("ref", body.path("base").asText());
        request.putArray("labels");
        all.add(request);
        return request.deepCopy();
    }

    /** The requests in the order of GitHub, newest first, filtered by head ({@code owner:branch}) and state. */
    private ArrayNode found(HttpExchange exchange) {
        String query = java.net.URLDecoder.decode(
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
                java.nio.charset.StandardCharsets.UTF_8);
        Matcher head = Pattern.compile("(?:^|&)head=[^:&]*:([^&]*)").matcher(query);
        String branch = head.find() ? head.group(1) : "";
        boolean includeClosed = query.contains("state=all");
        ArrayNode found = JSON.createArrayNode();
        all.reversed().stream()
                .filter(request ->
                        branch.isEmpty() || request.at("/head/ref").asText().equals(branch))
                .filter(request ->
                        includeClosed || request.path("state").asText().equals("open"))
                .forEach(request -> found.add(request.deepCopy()));
        return found;
    }
}

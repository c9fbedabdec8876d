package dev.millrace.sync.apply;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.lead.Unlimited;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server with prepared answers, for the decisions that depend on the API server's answers. All that is not prepared is not found. */
public final class CannedServer implements AutoCloseable {
    private record Answer(int code, String body) {}

    private final HttpServer server;
    private final KubernetesClient client;
    private final Map<String, List<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    public CannedServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("starting a server", e);
        }
        server.createContext("/", this::handle);
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Returns a client without retries. */
    public KubernetesClient client() {
        return client;
    }

    /** Returns access to single objects for the holder of the leadership. */
    public ClusterObjects objects() {
        return new ClusterObjects(
                client, new Kinds(client, Clock.systemUTC()), new Unlimited(), new Pace(8, Clock.systemUTC()));
    }

    /**
     * Prepares an answer; of several to the same request each is given once, and the last one from then on.
     *
     * @param request method and path with its query, as in {@code GET /api/v1}
     */
    public CannedServer answer(String request, int code, String body) {
        answers.computeIfAbsent(request, key -> new ArrayList<>()).add(new Answer(code, body));
        return this;
    }

    /** Prepares a refusal with a message. */
    public CannedServer refuse(String request, int code, String message) {
        return answer(
                request,
                code,
                "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": %d, \"message\": \"%s\"}"
                        .formatted(code, message.replace("\"", "\\\"")));
    }

    /**
     * Prepares the kinds of a version of the API.
     *
     * @param resources in the form of {@code <plural> <Kind>}, with {@code cluster} in addition for a cluster-scoped kind
     */
    public CannedServer serve(String apiVersion, String... resources) {
        List<String> all = new ArrayList<>();
        for (String resource : resources) {
            String[] parts = resource.split(" ");
            all.add("{\"name\": \"%s\", \"kind\": \"%s\", \"namespaced\": %s, \"verbs\": [\"list\", \"delete\"]}"
                    .formatted(parts[0], parts[1], parts.length == 2));
        }
        String path = apiVersion.contains("/") ? "/apis/" + apiVersion : "/api/" + apiVersion;
        return answer(
                "GET " + path,
                200,
                "{\"kind\": \"APIResourceList\", \"groupVersion\": \"%s\", \"resources\": [%s]}"
                        .formatted(apiVersion, String.join(", ", all)));
    }

    /** Returns the requests so far, in the form of those that are prepared. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Returns the number of such requests so far. */
    public long count(String request) {
        return requests.stream().filter(request::equals).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(request);
        Answer answer = next(request);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.code(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private synchronized Answer next(String request) {
        List<Answer> prepared = answers.get(request);
        if (prepared == null && request.equals("GET /readyz")) {
            return new Answer(200, "ok");
        }
        if (prepared == null) {
            return new Answer(404, "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": 404}");
        }
        return prepared.size() == 1 ? prepared.getFirst() : prepared.removeFirst();
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
    }
}

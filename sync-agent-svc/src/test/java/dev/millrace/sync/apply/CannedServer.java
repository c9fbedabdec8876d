package dev.millrace.sync.apply;

import com.sun.net.httpserver.HttpExchange;
import dev.millrace.sync.LoopbackApi;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.lead.Unlimited;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server with prepared answers, for the decisions that depend on the API server's answers. All that is not prepared is not found. */
public final class CannedServer extends LoopbackApi {
    private record Answer(int code, String body) {}

    private final Map<String, List<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Returns access to single objects for the holder of the leadership. */
    public ClusterObjects objects() {
        return new ClusterObjects(
                client(), new Kinds(client(), Clock.systemUTC()), new Unlimited(), new Pace(8, Clock.systemUTC()));
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

    @Override
    protected void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(request);
        Answer answer = next(request);
        send(exchange, answer.code(), answer.body());
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
}

package dev.millrace.updater.review.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.events.value.CommitId;
import dev.millrace.git.host.HostKind;
import dev.millrace.git.remote.Credentials;
import dev.millrace.updater.review.ReviewHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A Git host of one repository, {@code shop/config}, that answers as documented. Undocumented requests get 404. */
abstract class StandIn implements ReviewWorld {
    static final String TOKEN = "a-secret-token";
    static final String USER = "millrace-bot";
    static final String OWN = "shop/config";

    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, CommitId> branches = new ConcurrentHashMap<>();
    final List<Pull> pulls = new ArrayList<>();
    boolean checksMissing;
    private final HttpServer server;
    private int commits;

    /** A request on the host. */
    static final class Pull {
        final int number;
        final String head;
        final String base;
        final String repository;
        String title = "";
        String text = "";
        List<String> labels = new ArrayList<>();
        String state = "open";
        int version;
        boolean auto;

        @Nullable
        CommitId merged;

        Pull(int number, String repository, String head, String base) {
            this.number = number;
            this.repository = repository;
            this.head = head;
            this.base = base;
        }
    }

    /** One HTTP call. */
    record Call(String method, String path, Map<String, List<String>> query, JsonNode body) {
        boolean is(String wanted, String form) {
            return method.equals(wanted) && path.matches(form);
        }

        String one(String key) {
            return query.getOrDefault(key, List.of("")).getFirst();
        }

        /** The n-th segment of the path that is a number. */
        int number() {
            return Arrays.stream(path.split("/"))
                    .filter(segment -> segment.matches("[0-9]+"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** An answer; the link to the next page, if there is one, goes into a header. */
    record Reply(int status, Object body, Optional<String> next) {
        static Reply of(int status, Object body) {
            return new Reply(status, body, Optional.empty());
        }
    }

    StandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
        branch("main");
    }

    /** Answers a call as documented. */
    abstract Reply answer(Call call);

    abstract HostKind kind();

    /** The path of the API. */
    abstract String root();

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public ReviewHost host() {
        return host(new Credentials.Bearer(TOKEN));
    }

    ReviewHost host(Credentials credentials) {
        return RequestHosts.connect(kind(), url().resolve("/" + OWN + ".git"), url().resolve(root()), credentials);
    }

    @Override
    public synchronized CommitId branch(String name) {
        CommitId commit = new CommitId("%08x".formatted(0xabcdef00L + ++commits) + "0".repeat(32));
        branches.put(name, commit);
        pulls.stream().filter(pull -> pull.head.equals(name)).forEach(pull -> pull.version++);
        return commit;
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public synchronized void needChecks() {
        checksMissing = true;
    }

    @Override
    public void closedByUser(long number) {
        pull((int) number).state = "closed";
    }

    /** Adds a request from a fork, from a branch of any name. */
    long fork(String head) {
        Pull pull = new Pull(pulls.size() + 1, "someone/config", head, "main");
        pull.title = "From a fork";
        pulls.add(pull);
        return pull.number;
    }

    Pull pull(int number) {
        return pulls.get(number - 1);
    }

    boolean knows(int number) {
        return number >= 1 && number <= pulls.size();
    }

    boolean isOpen(String head, String base) {
        return pulls.stream()
                .anyMatch(pull -> pull.state.equals("open")
                        && pull.repository.equals(OWN)
                        && pull.head.equals(head)
                        && pull.base.equals(base));
    }

    Pull opened(String head, String base, String title, String text) {
        Pull pull = new Pull(pulls.size() + 1, OWN, head, base);
        pull.title = title;
        pull.text = text;
        pulls.add(pull);
        return pull;
    }

    CommitId headOf(Pull pull) {
        return branches.getOrDefault(pull.head, CommitId.NONE);
    }

    CommitId merged(Pull pull) {
        CommitId commit = branch(pull.base);
        pull.state = "merged";
        pull.merged = commit;
        return commit;
    }

    /** The requests, newest first. */
    List<Pull> newest() {
        return pulls.reversed();
    }

    static @Nullable String orNull(@Nullable CommitId commit) {
        return commit == null ? null : commit.value();
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                            ? answer(call(exchange))
                            : Reply.of(401, Map.of("message", "Bad credentials"));
            reply.next().ifPresent(next -> exchange.getResponseHeaders().add("Link", "<" + next + ">; rel=\"next\""));
            byte[] body = JSON.writeValueAsBytes(reply.body());
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Call call(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, List<String>> query = new TreeMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.computeIfAbsent(parts[0], key -> new ArrayList<>())
                    .add(URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return new Call(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                query,
                body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

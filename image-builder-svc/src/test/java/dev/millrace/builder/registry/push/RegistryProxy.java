package dev.millrace.builder.registry.push;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.builder.registry.RegistryHost;
import dev.millrace.builder.registry.RegistryHosts;
import dev.millrace.events.value.ImageName;
import dev.millrace.registry.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The real registry behind a rule that gives some of the answers, as other registries and networks do. */
public final class RegistryProxy implements AutoCloseable {
    private static final List<String> FORWARDED = List.of("Accept", "Content-Type");

    private final HttpServer server;
    private final URI registry;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Rule rule = (request, forward) -> forward.get();

    /** A request as the registry receives it. */
    public record Request(String method, String path, Optional<String> authorization, byte[] body) {}

    /** An answer. */
    public record Answer(int status, Map<String, String> headers, byte[] body) {}

    /** Asks the real registry. */
    public interface Forward {
        Answer get() throws IOException;
    }

    /** Decides about an answer; an exception closes the connection instead. */
    public interface Rule {
        Answer answer(Request request, Forward forward) throws IOException;
    }

    public RegistryProxy(URI registry) {
        this.registry = registry;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public void rule(Rule newRule) {
        rule = newRule;
    }

    /** A registry whose tags can't be moved. */
    public Rule fixedTags(int status) {
        return (request, forward) -> {
            boolean tag = request.method().equals("PUT") && request.path().matches(".*/manifests/[^:]+");
            return tag && ask("HEAD", request.path()).status() == 200
                    ? new Answer(status, Map.of(), LayoutWriter.utf8("{\"errors\":[{\"code\":\"TAG_IMMUTABLE\"}]}"))
                    : forward.get();
        };
    }

    /**
     * A rule under which the connection breaks.
     *
     * @param requests the number of requests before
     * @param requestArrives true if the registry receives the last one
     */
    public static Rule breakingAfter(int requests, boolean requestArrives, Rule otherwise) {
        AtomicInteger left = new AtomicInteger(requests);
        return (request, forward) -> {
            if (left.getAndDecrement() > 0) {
                return otherwise.answer(request, forward);
            }
            if (requestArrives) {
                otherwise.answer(request, forward);
            }
            throw new IOException("the connection is closed");
        };
    }

    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public ImageName image(String path) {
        return new ImageName(host() + "/" + path);
    }

    /** The configuration of this registry for a client. */
    public RegistryHosts hosts() {
        return new RegistryHosts(
                List.of(new RegistryHost(host(), true, Optional.of(new Login("robot", "secret")), Optional.empty())));
    }

    /** The requests so far, such as {@code PUT /v2/shop/web/manifests/1}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Sends a request to the real registry. */
    public Answer ask(String method, String path) throws IOException {
        return forward(method, path, Map.of("Accept", LayoutWriter.IMAGE + ", " + LayoutWriter.INDEX), new byte[0]);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, String> headers = new TreeMap<>();
        FORWARDED.forEach(
                name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                        .ifPresent(value -> headers.put(name, value)));
        Request request = new Request(
                exchange.getRequestMethod(),
                path,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                body);
        requests.add(request.method() + " " + path);
        try (exchange) {
            Answer answer = rule.answer(request, () -> forward(request.method(), path, headers, body));
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            boolean empty = request.method().equals("HEAD") || answer.body().length == 0;
            exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
            if (!empty) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private Answer forward(String method, String path, Map<String, String> headers, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(registry.resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            Map<String, String> kept = new TreeMap<>();
            for (String name : List.of("Content-Type", "Docker-Content-Digest", "Location")) {
                response.headers()
                        .firstValue(name)
                        .ifPresent(value -> kept.put(name, value.replace(registry.getAuthority(), host())));
            }
            return new Answer(response.statusCode(), kept, response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}

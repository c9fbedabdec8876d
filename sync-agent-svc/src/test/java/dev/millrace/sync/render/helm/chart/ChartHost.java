package dev.millrace.sync.render.helm.chart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An HTTP server with prepared answers that records its requests. */
final class ChartHost implements AutoCloseable {

    /** @param headers of the answer */
    record Page(int status, byte[] body, Map<String, String> headers) {
        static Page of(byte[] body) {
            return new Page(200, body, Map.of());
        }

        static Page of(String body) {
            return of(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * One request.
     *
     * @param authorization empty if there was none
     * @param offersUpgrade to another protocol
     */
    record Asked(String path, String authorization, boolean offersUpgrade) {}

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final Map<String, Page> byAuthorization = new ConcurrentHashMap<>();
    private final HttpServer server;

    ChartHost() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    void put(String path, Page page) {
        pages.put(path, page);
    }

    /** Serves this content to clients with these credentials. */
    void put(String path, String authorization, Page page) {
        byAuthorization.put(path + " " + authorization, page);
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String path = exchange.getRequestURI().getPath();
        asked.add(new Asked(
                exchange.getRequestURI().toString(),
                authorization.equals("null") ? "" : authorization,
                exchange.getRequestHeaders().containsKey("Upgrade")));
        Page page = byAuthorization.getOrDefault(
                path + " " + authorization, pages.getOrDefault(path, new Page(404, new byte[0], Map.of())));
        page.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(page.status(), page.body().length == 0 ? -1 : page.body().length);
        try (var body = exchange.getResponseBody()) {
            body.write(page.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

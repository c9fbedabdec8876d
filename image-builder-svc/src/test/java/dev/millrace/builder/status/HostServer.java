package dev.millrace.builder.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** An HTTP server that records requests. A test sets its answer. */
final class HostServer implements AutoCloseable {
    /** The status that stands for no answer. */
    static final int NEVER = 0;

    private final HttpServer server;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile int status = 201;
    private volatile String reason = "the host's reason, a-token";
    private volatile Map<String, String> headers = Map.of();

    /** A request. */
    record Call(String line, Optional<String> authorization, String body) {}

    HostServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    void answer(int code) {
        answer(code, Map.of());
    }

    /** Answers with this reason of a refusal. */
    void answer(int code, String withReason) {
        answer(code);
        reason = withReason;
    }

    void answer(int code, Map<String, String> withHeaders) {
        headers = withHeaders;
        status = code;
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add(new Call(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                    body));
            if (status == NEVER) {
                closing.await();
                return;
            }
            headers.forEach(exchange.getResponseHeaders()::add);
            byte[] answer = ("{\"message\": \"" + reason + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}

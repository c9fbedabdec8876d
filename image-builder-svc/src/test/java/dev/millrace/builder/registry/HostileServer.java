package dev.millrace.builder.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.events.value.ImageName;
import dev.millrace.registry.Login;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A server that answers as an attacker likes; 404 where it was given no answer. */
final class HostileServer implements AutoCloseable {
    private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

    /** An answer; the connection is closed after it. */
    interface Answer {
        void send(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    HostileServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
                requests.add(request + (exchange.getRequestHeaders().containsKey("Authorization") ? " login" : ""));
                answers.getOrDefault(request.replaceFirst("digest=.*", "digest="), answer(404, Map.of(), ""))
                        .send(exchange);
            }
        });
        server.start();
    }

    /** Sets the answer to a request such as {@code GET /v2/}; the value of a digest in its query is left out. */
    void on(String request, Answer answer) {
        answers.put(request, answer);
    }

    /** The requests so far; those with an authorization end with {@code login}. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String address() {
        return "http://" + host();
    }

    ImageName image() {
        return new ImageName(host() + "/shop/web");
    }

    RegistryHosts hosts() {
        Login robot = new Login("robot", "hunter2");
        return new RegistryHosts(List.of(new RegistryHost(host(), true, Optional.of(robot), Optional.empty())));
    }

    static Answer answer(int status, Map<String, String> headers, String body) {
        byte[] bytes = utf8(body);
        return exchange -> {
            exchange.getRequestBody().readAllBytes();
            headers.forEach(exchange.getResponseHeaders()::set);
            boolean empty = exchange.getRequestMethod().equals("HEAD") || bytes.length == 0;
            exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
            if (!empty) {
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    static Answer manifest(String config) {
        return answer(
                200,
                Map.of("Content-Type", TYPE),
                "{\"config\": {\"digest\": \"" + config + "\", \"size\": 2}, \"layers\": []}");
    }

    /** Sends bytes until the client closes the connection. */
    static Answer endless() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            byte[] part = new byte[1 << 16];
            while (true) {
                body.write(part);
            }
        };
    }

    /** Neither reads nor answers. */
    Answer silence() {
        return exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}

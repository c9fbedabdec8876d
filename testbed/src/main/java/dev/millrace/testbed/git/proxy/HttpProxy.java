package dev.millrace.testbed.git.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.millrace.testbed.git.GitHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A proxy of the Git host that counts requests. */
public final class HttpProxy implements AutoCloseable {
    private static final Set<String> FORWARDED_HEADERS =
            Set.of("content-type", "content-encoding", "git-protocol", "accept");

    private final GitHost host;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Optional<TestAuthority> authority;
    private final List<URI> requests = new CopyOnWriteArrayList<>();
    private volatile Optional<String> expected = Optional.empty();

    private HttpProxy(GitHost host, HttpServer server, Optional<TestAuthority> authority) {
        this.host = host;
        this.server = server;
        this.authority = authority;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public static HttpProxy plain(GitHost host) {
        try {
            return new HttpProxy(host, HttpServer.create(loopback(), 0), Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates an HTTPS proxy; clients must trust the authority. */
    public static HttpProxy tls(GitHost host, TestAuthority authority) {
        try {
            HttpsServer server = HttpsServer.create(loopback(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(authority.context()));
            return new HttpProxy(host, server, Optional.of(authority));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Accepts only requests with this {@code Authorization}. */
    public HttpProxy requiring(String authorization) {
        expected = Optional.of(authorization);
        return this;
    }

    /** The clone URL of a repository of the host. */
    public URI url(String repository) {
        String scheme = authority.isPresent() ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/" + repository + ".git");
    }

    /** The number of requests for the refs of the repository; each fetch starts with one. */
    public long asked(String repository) {
        return requests.stream()
                .filter(uri -> uri.getPath().equals("/" + repository + ".git/info/refs"))
                .count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(exchange.getRequestURI());
            String sent = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .orElse("");
            if (expected.filter(one -> !one.equals(sent)).isPresent()) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            HttpResponse<byte[]> answer = forward(exchange, body);
            answer.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                    .set("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
        URI target = URI.create(host.url() + exchange.getRequestURI().toString());
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Authorization", account());
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (FORWARDED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, values.getFirst());
            }
        });
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private String account() {
        String both = host.user() + ":" + host.password();
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
    }
}

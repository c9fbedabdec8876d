package dev.millrace.sync.trigger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A Git host that lists refs, and has no objects. */
final class AdvertisingHost implements AutoCloseable {
    private static final String CAPABILITIES = "\0multi_ack ofs-delta agent=test";

    private final HttpServer server;
    private final Map<String, String> refs = new TreeMap<>();
    private final AtomicInteger listings = new AtomicInteger();
    private volatile boolean failing;

    AdvertisingHost() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("opening a port", e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String url(String repository) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + repository;
    }

    synchronized void advertise(GitRef ref, CommitId commit) {
        refs.put(ref.value(), commit.value());
    }

    /** Answers all further requests with 503, or no longer. */
    void failing(boolean fails) {
        failing = fails;
    }

    /** Returns how often refs were requested. */
    int listings() {
        return listings.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        listings.incrementAndGet();
        if (failing) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        byte[] body = advertisement().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-advertisement");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private synchronized String advertisement() {
        StringBuilder text = new StringBuilder(packet("# service=git-upload-pack\n")).append("0000");
        if (refs.isEmpty()) {
            text.append(packet("0".repeat(40) + " capabilities^{}" + CAPABILITIES + "\n"));
        }
        String more = CAPABILITIES;
        for (Map.Entry<String, String> ref : refs.entrySet()) {
            text.append(packet(ref.getValue() + " " + ref.getKey() + more + "\n"));
            more = "";
        }
        return text.append("0000").toString();
    }

    private static String packet(String line) {
        return "%04x".formatted(line.length() + 4) + line;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

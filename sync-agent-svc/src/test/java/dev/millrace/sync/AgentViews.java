package dev.millrace.sync;

import dev.millrace.testbed.delivery.EventTap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that the agent shows about an Application to anybody. */
final class AgentViews implements AutoCloseable {
    private static final List<String> PATHS = List.of(
            "applications",
            "applications/%s/app",
            "applications/%s/app/diff",
            "applications/%s/unknown",
            "repositories",
            "q/health",
            "q/metrics",
            "q/openapi");

    private final URI service;
    private final EventTap tap;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            lines.add(formatter.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Begins to note the lines of the log. */
    AgentViews(URI service, EventTap tap) {
        this.service = service;
        this.tap = tap;
        Logger.getLogger("").addHandler(handler);
    }

    /** Returns each view with its content. */
    Map<String, String> of(Deployed app) {
        Map<String, String> all = new LinkedHashMap<>();
        tap.events().forEach(event -> all.merge("topic " + event.topic(), event.toString(), AgentViews::lines));
        all.put("log", String.join("\n", lines));
        all.put("status", app.application().toString());
        all.put("events of the cluster", app.kubectl("get", "events", "-n", app.namespace, "-o", "json"));
        PATHS.forEach(path -> all.put("GET " + path, get(path.formatted(app.namespace))));
        return all;
    }

    private static String lines(String one, String other) {
        return one + "\n" + other;
    }

    /** Returns the views that show a canary, each as {@code <cell>: <view>}. */
    List<String> hits(Deployed app, Collection<Canary> canaries) {
        List<String> hits = new ArrayList<>();
        of(app).forEach((view, content) -> canaries.stream()
                .filter(canary -> canary.isIn(content))
                .forEach(canary -> hits.add(canary.cell() + ": " + view)));
        return hits;
    }

    private String get(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(service.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading " + path, e);
        }
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(handler);
        http.close();
    }
}

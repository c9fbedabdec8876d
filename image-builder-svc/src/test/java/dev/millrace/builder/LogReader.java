package dev.millrace.builder;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Follows the log of a build as server-sent events. */
final class LogReader implements AutoCloseable {
    private final BufferedReader lines;

    /** An event; its name is empty for a line of the log. */
    record Event(String id, String name, String data) {}

    LogReader(URI service, String build, Optional<String> lastEvent) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve("builds/" + build + "/log"))
                .header("Accept", "text/event-stream");
        lastEvent.ifPresent(id -> request.header("Last-Event-ID", id));
        lines = new BufferedReader(new InputStreamReader(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()
                        .send(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                        .body(),
                StandardCharsets.UTF_8));
    }

    /** Reads events up to the first that matches. */
    List<Event> until(Predicate<Event> last) throws IOException {
        List<Event> events = new ArrayList<>();
        do {
            events.add(next());
        } while (!last.test(events.getLast()));
        return events;
    }

    private Event next() throws IOException {
        String id = "";
        String name = "";
        String data = "";
        boolean begun = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && begun) {
                return new Event(id, name, data);
            }
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1).strip();
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "id" -> id = value;
                case "event" -> name = value;
                case "data" -> data = value;
                default -> {}
            }
            begun |= !line.isEmpty();
        }
        throw new AssertionError("the log ended without its last event");
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

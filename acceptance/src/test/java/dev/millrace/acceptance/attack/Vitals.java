package dev.millrace.acceptance.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The processes of the services at a time, to find those that have ended since. */
final class Vitals {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<ServiceProcess, Optional<ProcessHandle>> processes = new HashMap<>();

    Vitals(List<ServiceProcess> services) {
        services.forEach(service -> processes.put(service, service.handle()));
    }

    /** The names of the services whose process ended; each ends when its heap is exhausted. */
    List<String> exits() {
        List<String> names = new ArrayList<>();
        processes.forEach((service, before) -> {
            boolean lives = before.isPresent()
                    && before.get().isAlive()
                    && service.handle().equals(before);
            if (!lives) {
                names.add(service.name());
            }
        });
        return names;
    }

    /** The threads that have to run and have ended, by the liveness of the services that run. */
    List<String> endedThreads() throws IOException, InterruptedException {
        List<String> ended = new ArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (ServiceProcess service : processes.keySet()) {
                if (service.isRunning()) {
                    HttpRequest request = HttpRequest.newBuilder(service.url().resolve("/q/health/live"))
                            .build();
                    String body = http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body();
                    ended.addAll(endedThreads(service.name(), JSON.readTree(body)));
                }
            }
        }
        return ended;
    }

    private static List<String> endedThreads(String service, JsonNode health) {
        List<String> ended = new ArrayList<>();
        for (JsonNode check : health.path("checks")) {
            if (!check.path("status").asText().equals("UP")) {
                ended.add(service + ": " + check.path("name").asText() + " " + check.path("data"));
            }
        }
        return ended;
    }
}

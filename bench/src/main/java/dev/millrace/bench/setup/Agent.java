package dev.millrace.bench.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;

/** The agent's HTTP interface. */
public final class Agent {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private Agent() {}

    public static Metrics metrics(ServiceProcess agent) throws IOException, InterruptedException {
        return Metrics.of(get(agent, "/q/metrics"));
    }

    public static JsonNode json(ServiceProcess agent, String path) throws IOException, InterruptedException {
        return JSON.readTree(get(agent, path));
    }

    /** Returns when so many Applications in namespaces that begin so have a revision and are healthy. */
    public static void awaitSettled(ServiceProcess agent, String namespacePrefix, int applications, Duration timeout)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long settled = StreamSupport.stream(json(agent, "/applications").spliterator(), false)
                    .filter(application -> isSettled(application, namespacePrefix))
                    .count();
            if (settled >= applications) {
                return;
            }
            pause(deadline, "only " + settled + " of " + applications + " applications are settled within " + timeout);
        }
    }

    private static boolean isSettled(JsonNode application, String namespacePrefix) {
        return application.path("application").asText().contains("/" + namespacePrefix)
                && application.path("revision").asText().length() == 40
                && application.path("health").asText().equals("Healthy");
    }

    /** Returns when an Application has a revision. */
    public static void awaitRevision(
            ServiceProcess agent, String namespace, String name, CommitId commit, Duration timeout)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        String path = "/applications/" + namespace + "/" + name;
        while (!json(agent, path).at("/state/revision").asText().equals(commit.value())) {
            pause(deadline, namespace + "/" + name + " is not at " + commit + " within " + timeout);
        }
    }

    private static void pause(long deadline, String problem) {
        if (System.nanoTime() - deadline > 0) {
            throw new IllegalStateException(problem);
        }
        LockSupport.parkNanos(POLL_NANOS);
    }

    private static String get(ServiceProcess agent, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(agent.url().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("GET " + path + " of " + agent.name() + ": " + response.statusCode());
            }
            return response.body();
        }
    }
}

package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** 1,000 Applications of four objects each: how long until all are ready, and what the agent does when nothing is to be done. */
final class ThousandApps {
    private static final int APPLICATIONS = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration REST = Duration.ofMinutes(2);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final String NAME = "thousand";

    /** Twice what is alive in it with so many applications. */
    private static final String HEAP = "112m";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "APPLY", "DELETE");

    private @Nullable Double readySeconds;

    List<Measurement> measurements() {
        return List.of(
                new One("apps-1000-ready", "s", this::ready),
                new One("apps-1000-memory", "MB", this::memory),
                new One("restart-1000-apps", "ms", this::restart),
                new One("restart-1000-apps/applies", "", this::restartApplies),
                new One("at-rest/api-writes-per-minute", "", this::writesAtRest),
                new One("at-rest/git-requests-per-minute", "", this::gitAtRest));
    }

    private record One(String name, String unit, Take take) implements Measurement {
        interface Take {
            double of(LocalDelivery delivery) throws Exception;
        }

        @Override
        public Result measure(LocalDelivery delivery) throws Exception {
            return Result.of(name, unit, List.of(take.of(delivery)));
        }
    }

    private double ready(LocalDelivery delivery) throws Exception {
        if (readySeconds != null) {
            return readySeconds;
        }
        delivery.agent().stop();
        delivery.agent().withHeap(HEAP).start();
        try (ApiServer api = new ApiServer(delivery.cluster());
                ReadyWatch ready = ReadyWatch.applications(delivery.cluster())) {
            FleetOnCluster fleet = FleetOnCluster.open(delivery, api, NAME, Fleet.plain(APPLICATIONS));
            fleet.createNamespaces(APPLICATIONS);
            long start = System.nanoTime();
            fleet.createApplications(APPLICATIONS);
            ready.await(APPLICATIONS, PATIENCE);
            readySeconds = (System.nanoTime() - start) / 1e9;
            return readySeconds;
        }
    }

    private double memory(LocalDelivery delivery) throws Exception {
        ready(delivery);
        return MemoryIdle.resident(delivery.agent()
                .handle()
                .orElseThrow(() -> new IllegalStateException("no agent"))
                .pid());
    }

    private double restart(LocalDelivery delivery) throws Exception {
        ready(delivery);
        delivery.agent().stop();
        long start = System.nanoTime();
        delivery.agent().start();
        awaitSettled(delivery);
        return (System.nanoTime() - start) / 1e6;
    }

    private double restartApplies(LocalDelivery delivery) throws Exception {
        ready(delivery);
        delivery.agent().stop();
        double before = writes(delivery, Set.of("deployments", "services", "configmaps", "serviceaccounts"));
        delivery.agent().start();
        awaitSettled(delivery);
        return writes(delivery, Set.of("deployments", "services", "configmaps", "serviceaccounts")) - before;
    }

    private static void awaitSettled(LocalDelivery delivery) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode applications = ask(delivery, "/applications");
            int known = 0;
            for (JsonNode one : applications) {
                known += one.path("revision").asText("").length() == 40
                                && one.path("health").asText("").equals("Healthy")
                        ? 1
                        : 0;
            }
            if (known == APPLICATIONS) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("only " + known + " applications are settled");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private double writesAtRest(LocalDelivery delivery) throws Exception {
        ready(delivery);
        Set<String> ours =
                Set.of("applications", "secrets", "events", "deployments", "services", "configmaps", "serviceaccounts");
        double before = writes(delivery, ours);
        TimeUnit.MILLISECONDS.sleep(REST.toMillis());
        return (writes(delivery, ours) - before) / REST.toMinutes();
    }

    private double gitAtRest(LocalDelivery delivery) throws Exception {
        ready(delivery);
        long until = System.nanoTime() + REST.toNanos();
        int requests = 0;
        String last = "";
        while (System.nanoTime() < until) {
            for (JsonNode repository : ask(delivery, "/repositories")) {
                if (repository.path("repository").asText().contains(NAME)) {
                    String asked =
                            Instant.parse(repository.path("lastAsked").asText()).toString();
                    requests += last.isEmpty() || last.equals(asked) ? 0 : 1;
                    last = asked;
                }
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return (double) requests / REST.toMinutes();
    }

    /** How many requests the API server has had that write one of these resources, whoever made them. */
    private static double writes(LocalDelivery delivery, Set<String> resources) throws Exception {
        try (ApiServer api = new ApiServer(delivery.cluster())) {
            return api.get("/metrics")
                    .lines()
                    .filter(line -> line.startsWith("apiserver_request_total{"))
                    .filter(line -> resources.contains(label(line, "resource")) && WRITES.contains(label(line, "verb")))
                    .collect(Collectors.summingDouble(
                            line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
        }
    }

    private static String label(String line, String name) {
        int at = line.indexOf(name + "=\"") + name.length() + 2;
        return line.substring(at, line.indexOf('"', at));
    }

    private static JsonNode ask(LocalDelivery delivery, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return JSON.readTree(http.send(
                            HttpRequest.newBuilder(delivery.agent().url().resolve(path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        }
    }
}

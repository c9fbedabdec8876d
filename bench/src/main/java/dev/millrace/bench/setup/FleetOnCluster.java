package dev.millrace.bench.setup;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A configuration repository of many directories, and Applications of which each follows one. */
public final class FleetOnCluster {
    private static final int PARALLEL = 16;
    private static final int PER_NAMESPACE = 100;
    private static final String UPDATER = "millrace.updater.repositories.fleet";
    private static final String SECRET = "config-repository";

    private final LocalDelivery delivery;
    private final ApiServer api;
    private final String name;
    private final URI url;
    private final GitWorkspace workspace;

    private FleetOnCluster(LocalDelivery delivery, ApiServer api, String name, URI url) {
        this.delivery = delivery;
        this.api = api;
        this.name = name;
        this.url = url;
        this.workspace = delivery.gitHost().workspace();
    }

    /** Pushes the files to a new repository, and registers it with the updater, which is started again. */
    public static FleetOnCluster open(LocalDelivery delivery, ApiServer api, String name, Map<String, String> files) {
        FleetOnCluster fleet = withoutUpdater(delivery, api, name, files);
        delivery.gitHost()
                .webhook(
                        fleet.repository(), delivery.updater().webhooks().resolve("git"), LocalDelivery.WEBHOOK_SECRET);
        ServiceProcess updater = delivery.updater();
        updater.stop();
        updater.with(UPDATER + ".url", fleet.url.toString())
                .with(UPDATER + ".branch", "main")
                .with(UPDATER + ".username", delivery.gitHost().user())
                .with(UPDATER + ".password", delivery.gitHost().password());
        updater.start();
        return fleet;
    }

    /** Pushes the files to a new repository of which no service but the agent knows. */
    public static FleetOnCluster withoutUpdater(
            LocalDelivery delivery, ApiServer api, String name, Map<String, String> files) {
        URI url = delivery.gitHost().createRepository("bench/" + name);
        FleetOnCluster fleet = new FleetOnCluster(delivery, api, name, url);
        fleet.workspace.push(fleet.repository(), "main", files, "Begin");
        return fleet;
    }

    /** Pushes a commit as a user does. */
    public CommitId push(Map<String, String> files) {
        return workspace.push(repository(), "main", files, "Change");
    }

    /** The path on the Git host. */
    public String repository() {
        return "bench/" + name;
    }

    /** The name in events. */
    public RepositoryId repositoryId() {
        return RepositoryId.parse(url.toString());
    }

    /** The namespace of an Application. */
    public String namespace(int application) {
        return name + "-" + application / PER_NAMESPACE;
    }

    public void createNamespaces(int applications) throws IOException, InterruptedException {
        for (int i = 0; i < applications; i += PER_NAMESPACE) {
            api.create("/api/v1/namespaces", Map.of("metadata", Map.of("name", namespace(i))));
            api.create(
                    "/api/v1/namespaces/" + namespace(i) + "/secrets",
                    Map.of(
                            "metadata",
                            Map.of("name", SECRET),
                            "stringData",
                            Map.of(
                                    "username",
                                    delivery.gitHost().user(),
                                    "password",
                                    delivery.gitHost().password())));
        }
    }

    /** Creates so many Applications, several in parallel. */
    public void createApplications(int applications) throws InterruptedException, ExecutionException {
        createApplications(applications, Map.of());
    }

    /** @param more fields of the spec, besides source and destination */
    public void createApplications(int applications, Map<String, Object> more)
            throws InterruptedException, ExecutionException {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
            for (int i = 0; i < applications; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    createApplication(number, more);
                    return number;
                }));
            }
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private void createApplication(int number, Map<String, Object> more) throws IOException, InterruptedException {
        Map<String, Object> spec = new HashMap<>(more);
        spec.put(
                "source",
                Map.of(
                        "repository",
                        url.toString(),
                        "path",
                        "fleet/app-" + number,
                        "branch",
                        "main",
                        "secretRef",
                        Map.of("name", SECRET)));
        spec.put("destination", Map.of("namespace", namespace(number)));
        api.create(
                "/apis/millrace.dev/v1alpha1/namespaces/" + namespace(number) + "/applications",
                Map.of(
                        "apiVersion",
                        "millrace.dev/v1alpha1",
                        "kind",
                        "Application",
                        "metadata",
                        Map.of("name", "app-" + number),
                        "spec",
                        spec));
    }

    /** Deletes the Applications, and their objects with their namespaces. */
    public void delete(int applications) {
        for (int i = 0; i < applications; i += PER_NAMESPACE) {
            delivery.cluster().kubectl("delete", "applications.millrace.dev", "--all", "-n", namespace(i));
            delivery.cluster().kubectl("delete", "namespace", namespace(i), "--wait=false");
        }
    }
}

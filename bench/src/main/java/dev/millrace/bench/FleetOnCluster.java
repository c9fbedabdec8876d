package dev.millrace.bench;

import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A configuration repository of many directories, and Applications of which each follows one. */
final class FleetOnCluster {
    private static final int AT_ONCE = 16;
    private static final int PER_NAMESPACE = 100;
    private static final String UPDATER = "millrace.updater.repositories.fleet";
    private static final String SECRET = "config-repository";

    private final LocalDelivery delivery;
    private final ApiServer api;
    private final String name;
    private final URI url;

    private FleetOnCluster(LocalDelivery delivery, ApiServer api, String name, URI url) {
        this.delivery = delivery;
        this.api = api;
        this.name = name;
        this.url = url;
    }

    /** Pushes the files to a new repository of which the updater hears. */
    static FleetOnCluster open(LocalDelivery delivery, ApiServer api, String name, Map<String, String> files) {
        String repository = "bench/" + name;
        URI url = delivery.gitHost().createRepository(repository);
        delivery.gitHost().workspace().push(repository, "main", files, "Begin");
        delivery.gitHost()
                .webhook(repository, delivery.updater().url().resolve("/webhooks/git"), LocalDelivery.WEBHOOK_SECRET);
        ServiceProcess updater = delivery.updater();
        updater.stop();
        updater.with(UPDATER + ".url", url.toString())
                .with(UPDATER + ".branch", "main")
                .with(UPDATER + ".username", delivery.gitHost().user())
                .with(UPDATER + ".password", delivery.gitHost().password());
        updater.start();
        return new FleetOnCluster(delivery, api, name, url);
    }

    void push(Map<String, String> files) {
        delivery.gitHost().workspace().push("bench/" + name, "main", files, "Change");
    }

    String namespace(int application) {
        return name + "-" + application / PER_NAMESPACE;
    }

    void createNamespaces(int applications) throws IOException, InterruptedException {
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

    /** Creates so many Applications, several at a time. */
    void createApplications(int applications) throws InterruptedException, ExecutionException {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < applications; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    createApplication(number);
                    return number;
                }));
            }
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private void createApplication(int number) throws IOException, InterruptedException {
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
                        Map.of(
                                "source",
                                Map.of(
                                        "repository",
                                        url.toString(),
                                        "path",
                                        "fleet/app-" + number,
                                        "branch",
                                        "main",
                                        "secretRef",
                                        Map.of("name", SECRET)),
                                "destination",
                                Map.of("namespace", namespace(number)))));
    }

    /** The fleet is of no use any longer: its Applications go, and what they had with their namespaces. */
    void delete(int applications) {
        for (int i = 0; i < applications; i += PER_NAMESPACE) {
            delivery.cluster().kubectl("delete", "applications.millrace.dev", "--all", "-n", namespace(i));
            delivery.cluster().kubectl("delete", "namespace", namespace(i), "--wait=false");
        }
    }
}

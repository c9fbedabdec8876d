package dev.millrace.bench.setup;

import dev.millrace.bench.setup.LimitRepository.Change;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The least work between a push and a changed object: a fetch of the one new commit and one server-side-apply PATCH, by a client that does
 * nothing else. It has a repository of its own with the same files, and a Deployment of its own without replicas.
 */
public final class ApplyLimit implements AutoCloseable {
    private final LimitRepository repository;
    private final ApiServer api;
    private final String path;
    private final List<Double> millis = new ArrayList<>();
    private int rounds;

    private ApplyLimit(LimitRepository repository, ApiServer api, String path) {
        this.repository = repository;
        this.api = api;
        this.path = path;
    }

    /** @param name part of the name of the repository and of the namespace */
    public static ApplyLimit open(LocalDelivery delivery, ApiServer api, String name, Map<String, String> files)
            throws IOException, InterruptedException {
        String namespace = name + "-limit";
        api.create("/api/v1/namespaces", Map.of("metadata", Map.of("name", namespace)));
        LimitRepository repository = LimitRepository.open(delivery.gitHost(), "bench/" + namespace, files);
        return new ApplyLimit(repository, api, "/apis/apps/v1/namespaces/" + namespace + "/deployments/app-0");
    }

    /** Pushes a commit that changes one file, and takes the time of what follows, unless this is a warm-up. */
    public void round(Change change, boolean isMeasured) throws IOException, InterruptedException {
        rounds++;
        String manifest = Fleet.deployment(0, 0)
                .replace("name: app-0\nspec", "name: app-0\n  annotations: {round: \"" + rounds + "\"}\nspec");
        repository.push(change);
        long start = System.nanoTime();
        repository.fetch();
        api.apply(path, manifest);
        if (isMeasured) {
            millis.add((System.nanoTime() - start) / 1e6);
        }
    }

    /** In milliseconds. */
    public List<Double> values() {
        return List.copyOf(millis);
    }

    @Override
    public void close() {
        repository.close();
    }
}

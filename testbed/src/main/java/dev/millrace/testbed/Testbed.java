package dev.millrace.testbed;

import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.gitea.GiteaServer;
import dev.millrace.testbed.kafka.Kafka;
import dev.millrace.testbed.process.PartUnavailable;
import dev.millrace.testbed.process.TestbedPart;
import dev.millrace.testbed.registry.ImageRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * All parts, one of each per JVM. A part starts on first use, within seconds, and ends with the JVM in any case.
 */
public final class Testbed {
    private static final Testbed SHARED = new Testbed();

    private final Kafka kafka = new Kafka();
    private final GitHost gitHost = new GitHost();
    private final ImageRegistry registry = new ImageRegistry();
    private final Cluster cluster = new Cluster();
    private final GiteaServer gitea = new GiteaServer();

    private Testbed() {}

    /** The test bed of this JVM. */
    public static Testbed shared() {
        return SHARED;
    }

    public Kafka kafka() {
        kafka.start();
        return kafka;
    }

    public GitHost gitHost() {
        gitHost.start();
        return gitHost;
    }

    public ImageRegistry registry() {
        registry.start();
        return registry;
    }

    public Cluster cluster() {
        cluster.start();
        return cluster;
    }

    public GiteaServer gitea() {
        gitea.start();
        return gitea;
    }

    /** Returns the part, running. */
    public TestbedPart part(PartKind kind) {
        return switch (kind) {
            case KAFKA -> kafka();
            case GIT -> gitHost();
            case REGISTRY -> registry();
            case CLUSTER -> cluster();
            case GITEA -> gitea();
        };
    }

    /** Starts the parts that don't run yet in parallel, and returns when all are ready. */
    public void start(Collection<PartKind> kinds) {
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> starting = kinds.stream()
                    .map(kind -> CompletableFuture.runAsync(() -> part(kind), starters))
                    .toList();
            starting.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw e.getCause() instanceof PartUnavailable unavailable ? unavailable : e;
        }
    }

    /** The reason in one line if the part is not available on this machine. Starts nothing. */
    public Optional<String> missing(PartKind kind) {
        return switch (kind) {
            case KAFKA, GIT -> Optional.empty();
            case REGISTRY -> registry.missing();
            case CLUSTER -> cluster.missing();
            case GITEA -> gitea.missing();
        };
    }
}

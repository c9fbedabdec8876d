package dev.millrace.testbed;

import dev.millrace.testbed.cluster.Cluster;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The parts for {@code @QuarkusTest}, passed to the application under test as configuration:
 * {@code @WithTestResource(value = TestbedResource.class, initArgs = @ResourceArg(name = "parts", value = "KAFKA,GIT"))}.
 * The default for {@code parts} is Kafka alone. Add {@link WithParts} to the class if a part may be missing.
 *
 * <p>Sets {@code kafka.bootstrap.servers}; {@code testbed.git.url|user|password}; {@code testbed.registry.host}; and, for the Kubernetes client, the
 * system property {@code kubeconfig}.
 */
public final class TestbedResource implements QuarkusTestResourceLifecycleManager {
    private List<PartKind> parts = List.of(PartKind.KAFKA);

    @Override
    public void init(Map<String, String> arguments) {
        List<PartKind> requested = new ArrayList<>();
        for (String part : arguments.getOrDefault("parts", "KAFKA").split(",")) {
            requested.add(PartKind.valueOf(part.strip().toUpperCase(Locale.ROOT)));
        }
        parts = List.copyOf(requested);
    }

    @Override
    public Map<String, String> start() {
        startAll();
        Map<String, String> settings = new HashMap<>();
        parts.forEach(part -> settings.putAll(settings(part)));
        return settings;
    }

    /** Starts the parts and prints the reason of a failure, because Quarkus wraps the exception several times. */
    private void startAll() {
        try {
            Testbed.shared().start(parts);
        } catch (RuntimeException e) {
            System.err.println("testbed: " + e.getMessage());
            throw e;
        }
    }

    private static Map<String, String> settings(PartKind part) {
        Testbed testbed = Testbed.shared();
        return switch (part) {
            case KAFKA -> Map.of("kafka.bootstrap.servers", testbed.kafka().bootstrapServers());
            case GIT ->
                Map.of(
                        "testbed.git.url", testbed.gitHost().url().toString(),
                        "testbed.git.user", testbed.gitHost().user(),
                        "testbed.git.password", testbed.gitHost().password());
            case REGISTRY -> Map.of("testbed.registry.host", testbed.registry().host());
            case CLUSTER -> cluster(testbed.cluster());
            case GITEA -> Map.of("testbed.gitea.url", testbed.gitea().url().toString());
        };
    }

    private static Map<String, String> cluster(Cluster cluster) {
        // The system property of the client: Quarkus fixes api-server-url, ca-cert-file and token at build time.
        System.setProperty("kubeconfig", cluster.kubeconfig().toString());
        return Map.of("testbed.cluster.kubeconfig", cluster.kubeconfig().toString());
    }

    /** Does nothing: the parts keep running for the next class and end with the JVM. */
    @Override
    public void stop() {}
}

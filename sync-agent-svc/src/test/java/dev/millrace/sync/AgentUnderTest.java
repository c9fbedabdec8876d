package dev.millrace.sync;

import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.TestbedResource;
import dev.millrace.testbed.services.KustomizeWorkerBinary;
import dev.millrace.testbed.services.WorkerBinary;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parts that the agent needs, with the Application resource installed, as its configuration. */
public final class AgentUnderTest implements QuarkusTestResourceLifecycleManager {
    static final String CLUSTER = "test";
    static final String TOKEN = "what only tests know";
    static final String NAMESPACE = "millrace-system";

    private static final String NOBODY_LISTENS = "127.0.0.1:1";

    private final TestbedResource parts = new TestbedResource();
    private boolean withoutKafka;

    @Override
    public void init(Map<String, String> arguments) {
        withoutKafka = arguments.containsKey("without-kafka");
    }

    @Override
    public Map<String, String> start() {
        parts.init(Map.of("parts", "KAFKA,GIT,CLUSTER"));
        Map<String, String> settings = new HashMap<>(parts.start());
        install();
        settings.put("millrace.sync.cluster-name", CLUSTER);
        settings.put("millrace.sync.api.token", TOKEN);
        settings.put("millrace.sync.namespace", NAMESPACE);
        settings.put(
                "millrace.sync.kustomize-worker", KustomizeWorkerBinary.path().toString());
        settings.put(
                "millrace.sync.helm-worker", WorkerBinary.path("helm-worker").toString());
        settings.put("millrace.sync.work-directory", temporaryDirectory().toString());
        if (withoutKafka) {
            settings.put("kafka.bootstrap.servers", NOBODY_LISTENS);
        }
        return settings;
    }

    static void install() {
        var cluster = Testbed.shared().cluster();
        for (String definition : List.of("applications.millrace.dev", "tenants.millrace.dev")) {
            cluster.kubectl("apply", "--server-side", "-f", "../k8s/base/crd/" + definition + ".yaml");
            cluster.awaitDefinition(definition);
        }
        if (cluster.kubectl("get", "namespace", NAMESPACE, "--ignore-not-found", "-o", "name")
                .isBlank()) {
            cluster.kubectl("create", "namespace", NAMESPACE);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("sync-agent");
        } catch (IOException e) {
            throw new UncheckedIOException("making a directory for mirrors", e);
        }
    }

    @Override
    public void stop() {
        parts.stop();
    }
}

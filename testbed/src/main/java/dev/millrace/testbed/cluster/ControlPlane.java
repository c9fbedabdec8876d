package dev.millrace.testbed.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.testbed.process.ChildProcess;
import dev.millrace.testbed.process.JvmState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The five processes of the cluster, started in order. */
final class ControlPlane {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NODE = """
            {"apiVersion": "v1", "kind": "Node",
             "metadata": {"name": "mill-1", "labels":
               {"kubernetes.io/hostname": "mill-1", "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}},
             "status": {"capacity": {"cpu": "256", "memory": "1Ti", "pods": "10000"},
                        "allocatable": {"cpu": "256", "memory": "1Ti", "pods": "10000"}}}
            """;

    private final ChildProcess etcd = new ChildProcess("etcd");
    private final ChildProcess apiServer = new ChildProcess("kube-apiserver");
    private final ChildProcess controllerManager = new ChildProcess("kube-controller-manager");
    private final ChildProcess scheduler = new ChildProcess("kube-scheduler");
    private final ChildProcess kwok = new ChildProcess("kwok");
    private @Nullable ApiProbe reader;

    URI url() {
        return URI.create("https://127.0.0.1:" + JvmState.port("cluster.port"));
    }

    boolean isRunning() {
        return all().allMatch(ChildProcess::isAlive);
    }

    private Stream<ChildProcess> all() {
        return Stream.of(kwok, scheduler, controllerManager, apiServer, etcd);
    }

    void start() {
        ControlPlaneCommands commands = new ControlPlaneCommands(ClusterUser.directory(), url());
        startUnlessAlive(etcd, commands.etcd());
        startUnlessAlive(apiServer, commands.apiServer());
        ClusterUser.ADMIN.writeKubeconfig(url(), "default");
        apiServer.awaitReady(ClusterUser::isCertificateComplete);
        try (ApiProbe probe = probe()) {
            awaitApiServer(probe);
            startUnlessAlive(controllerManager, commands.controllerManager());
            startUnlessAlive(scheduler, commands.scheduler());
            startUnlessAlive(kwok, commands.kwok(stages()));
            kwok.awaitReady(() -> probe.create("/api/v1/nodes", NODE));
            kwok.awaitReady(() -> matches(probe.get("/api/v1/nodes/mill-1"), ControlPlane::acceptsPods));
            controllerManager.awaitReady(() -> hasServiceAccount(probe, "default"));
        }
    }

    private static void startUnlessAlive(ChildProcess process, List<String> command) {
        if (!process.isAlive()) {
            process.start(command, Map.of("KUBECONFIG", ""));
        }
    }

    private ApiProbe probe() {
        return new ApiProbe(url(), ClusterUser.certificateAuthority(), ClusterUser.ADMIN);
    }

    private void awaitApiServer(ApiProbe probe) {
        apiServer.awaitReady(() -> !probe.get("/readyz").isEmpty());
    }

    void kill() {
        all().forEach(ChildProcess::kill);
    }

    void killApiServer() {
        apiServer.kill();
    }

    void startApiServer() {
        startUnlessAlive(apiServer, new ControlPlaneCommands(ClusterUser.directory(), url()).apiServer());
        try (ApiProbe probe = probe()) {
            awaitApiServer(probe);
        }
    }

    /** Returns the object at a path of the API. */
    Optional<String> get(String path) {
        return reader().find(path);
    }

    /** The probe for reads, with one connection for all of them. */
    private synchronized ApiProbe reader() {
        ApiProbe open = reader;
        if (open == null) {
            open = probe();
            reader = open;
        }
        return open;
    }

    /** Waits for the default account of a namespace, without which no Pod can be created. */
    void awaitServiceAccount(String namespace) {
        ApiProbe probe = reader();
        controllerManager.awaitReady(() -> hasServiceAccount(probe, namespace));
    }

    private static boolean hasServiceAccount(ApiProbe probe, String namespace) {
        return !probe.get("/api/v1/namespaces/" + namespace + "/serviceaccounts/default")
                .isEmpty();
    }

    private static boolean acceptsPods(JsonNode node) {
        boolean ready = false;
        for (JsonNode condition : node.at("/status/conditions")) {
            ready |= condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True");
        }
        return ready && node.at("/spec/taints").isEmpty();
    }

    private static boolean matches(String json, Predicate<JsonNode> expected) {
        try {
            return !json.isEmpty() && expected.test(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the response of the API server is not JSON", e);
        }
    }

    /** Writes the stages of kwok and of the test bed into one file. */
    private static Path stages() {
        try (Stream<Path> files = Files.list(ClusterTools.stages());
                InputStream own = Objects.requireNonNull(ControlPlane.class.getResourceAsStream("stages.yaml"))) {
            StringBuilder stages = new StringBuilder(new String(own.readAllBytes(), StandardCharsets.UTF_8));
            for (Path file : files.sorted().toList()) {
                stages.append("\n---\n").append(Files.readString(file));
            }
            return Files.writeString(ClusterUser.directory().resolve("stages.yaml"), stages);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the stages of kwok", e);
        }
    }
}

package dev.millrace.testbed.services;

import dev.millrace.testbed.process.ChildProcess;
import dev.millrace.testbed.process.JavaCommand;
import dev.millrace.testbed.process.JvmState;
import dev.millrace.testbed.process.Part;
import dev.millrace.testbed.process.PartUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One service of Millrace as a process, from {@code <module>/target/quarkus-app/quarkus-run.jar}; build the module first. It gets a free
 * port on 127.0.0.1 that stays the same from start to start, and no kubeconfig unless it is given one.
 */
public final class ServiceProcess implements Part {
    private static final Duration START_WITHIN = Duration.ofSeconds(90);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final String module;
    private final String name;
    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, String> environment = new HashMap<>(Map.of("KUBECONFIG", ""));
    private final ChildProcess process;
    private String heap = "160m";

    private ServiceProcess(String module, String name) {
        this.module = module;
        this.name = name;
        this.process = new ChildProcess(name);
    }

    /** The one service process of this module, not started yet. */
    public static ServiceProcess of(String module) {
        return new ServiceProcess(module, module);
    }

    /** A service process under a name of its own, beside others of the same module. */
    public static ServiceProcess of(String module, String name) {
        return new ServiceProcess(module, name);
    }

    /** Sets a configuration property, for the next start. */
    public ServiceProcess with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    /** Takes a configuration property away, for the next start. */
    public ServiceProcess without(String property) {
        properties.remove(property);
        return this;
    }

    /** Sets an environment variable, for the next start. */
    public ServiceProcess withEnvironment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** The heap's limit as {@code -Xmx} takes it, for the next start. */
    public ServiceProcess withHeap(String most) {
        this.heap = most;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    /** Where it answers, without a path. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    private int port() {
        return JvmState.port(name + ".port");
    }

    /** What it logs. */
    public Path log() {
        return process.log();
    }

    /** The service's own process, if it runs: for its memory and its times. */
    public Optional<ProcessHandle> handle() {
        return process.handle();
    }

    /** Starts it and returns when {@code /q/health/ready} says so. */
    @Override
    public void start() {
        launch();
        awaitReady();
    }

    /** Starts it and returns at once: for starting several beside each other. */
    public void launch() {
        synchronized (JvmState.lock(name)) {
            if (!isRunning()) {
                process.start(JavaCommand.ofJar(heap, jar(), systemProperties()), environment);
            }
        }
    }

    /** Returns when {@code /q/health/ready} says so. */
    public void awaitReady() {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build()) {
            process.awaitReady(START_WITHIN, () -> isReady(http));
        }
    }

    private boolean isReady(HttpClient http) {
        HttpRequest request = HttpRequest.newBuilder(url().resolve("/q/health/ready"))
                .timeout(ANSWER_WITHIN)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<String> systemProperties() {
        List<String> all = new ArrayList<>();
        all.add("quarkus.http.host=127.0.0.1");
        all.add("quarkus.http.port=" + port());
        properties.forEach((property, value) -> all.add(property + "=" + value));
        return all;
    }

    private Path jar() {
        Path jar = projectRoot().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new PartUnavailable(
                    module + " is not built (" + jar + " is missing; mvn -pl " + module + " package)");
        }
        return jar;
    }

    /** The folder that holds all modules, from wherever below it this JVM was started. */
    static Path projectRoot() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("shared-events/pom.xml"))) {
                return folder;
            }
        }
        throw new PartUnavailable("not started inside Millrace's source tree: " + here);
    }

    /** SIGKILL: the service gets no chance to finish anything. */
    @Override
    public void kill() {
        synchronized (JvmState.lock(name)) {
            process.kill();
        }
    }

    /** SIGTERM: the service finishes what it does. */
    public void stop() {
        synchronized (JvmState.lock(name)) {
            process.terminate();
        }
    }

    @Override
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Waits until the service has printed the line, such as a failpoint's {@code failpoint image-pushed reached}. */
    public void awaitLog(Duration atMost, String part) {
        process.awaitReady(atMost, () -> logged().contains(part));
    }

    /** All that it logged, over all its starts. */
    public String logged() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the log of " + name, e);
        }
    }
}

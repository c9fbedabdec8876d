package dev.millrace.testbed.services;

import dev.millrace.testbed.process.ChildProcess;
import dev.millrace.testbed.process.JavaCommand;
import dev.millrace.testbed.process.JvmState;
import dev.millrace.testbed.process.PartUnavailable;
import dev.millrace.testbed.process.TestbedPart;
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
 * One service of Millrace as a process, from {@code <module>/target/quarkus-app/quarkus-run.jar}; build the module first. It has a
 * free port on 127.0.0.1 that stays the same for all starts, and no kubeconfig unless one is set.
 */
public final class ServiceProcess implements TestbedPart {
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(5);

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

    /** The default service process of this module. */
    public static ServiceProcess of(String module) {
        return new ServiceProcess(module, module);
    }

    /** A service process with its own name, beside others of the same module. */
    public static ServiceProcess of(String module, String name) {
        return new ServiceProcess(module, name);
    }

    /** Sets a configuration property, for the next start. */
    public ServiceProcess with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    /** Removes a configuration property, for the next start. */
    public ServiceProcess without(String property) {
        properties.remove(property);
        return this;
    }

    /** Sets an environment variable, for the next start. */
    public ServiceProcess withEnvironment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Sets the maximum heap size in the form of {@code -Xmx}, for the next start. */
    public ServiceProcess withHeap(String max) {
        this.heap = max;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    /** The base address, without a path. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Lets the service receive webhooks on a port of their own, as where it is installed. */
    public ServiceProcess withWebhooks() {
        return with("millrace.webhooks.port", Integer.toString(webhookPort()));
    }

    /** The base address of webhooks, with a slash at its end. */
    public URI webhooks() {
        return URI.create("http://127.0.0.1:" + webhookPort() + "/webhooks/");
    }

    private int port() {
        return JvmState.port(name + ".port");
    }

    private int webhookPort() {
        return JvmState.port(name + ".webhooks.port");
    }

    /** The log file of the service. */
    public Path log() {
        return process.log();
    }

    /** The process of the service, if it runs, for its memory and its times. */
    public Optional<ProcessHandle> handle() {
        return process.handle();
    }

    /** Starts the service and returns when {@code /q/health/ready} reports it as ready. */
    @Override
    public void start() {
        launch();
        awaitReady();
    }

    /** Starts the service and returns at once, to start several in parallel. */
    public void launch() {
        synchronized (JvmState.lock(name)) {
            if (!isRunning()) {
                process.start(JavaCommand.ofJar(heap, jar(), systemProperties()), environment);
            }
        }
    }

    /** Returns when {@code /q/health/ready} reports the service as ready. */
    public void awaitReady() {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(RESPONSE_TIMEOUT).build()) {
            process.awaitReady(() -> isReady(http));
        }
    }

    private boolean isReady(HttpClient http) {
        HttpRequest request = HttpRequest.newBuilder(url().resolve("/q/health/ready"))
                .timeout(RESPONSE_TIMEOUT)
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
        all.add("millrace.connections.hosts=*,127.0.0.1,localhost");
        all.add("millrace.connections.plain-http=127.0.0.1,localhost");
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

    /** The root folder of all modules, found from any folder below it. */
    static Path projectRoot() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("shared-events/pom.xml"))) {
                return folder;
            }
        }
        throw new PartUnavailable("not started inside the source tree of Millrace: " + here);
    }

    /** Sends SIGKILL: the service can't finish its work. */
    @Override
    public void kill() {
        synchronized (JvmState.lock(name)) {
            process.kill();
        }
    }

    /** Sends SIGTERM: the service finishes its work. */
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
    public void awaitLog(Duration timeout, String part) {
        process.awaitReady(timeout, () -> logged().contains(part));
    }

    /** The content of the log, over all starts. */
    public String logged() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the log of " + name, e);
        }
    }
}

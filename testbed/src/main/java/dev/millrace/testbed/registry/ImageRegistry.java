package dev.millrace.testbed.registry;

import dev.millrace.testbed.process.ChildProcess;
import dev.millrace.testbed.process.JvmState;
import dev.millrace.testbed.process.PartUnavailable;
import dev.millrace.testbed.process.TestbedPart;
import dev.millrace.testbed.process.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Distribution's registry on plain HTTP, without accounts. Images survive {@link #kill()}. */
public final class ImageRegistry implements TestbedPart {
    private static final String PROGRAM = "docker-registry";

    private final ChildProcess process = new ChildProcess("registry");

    @Override
    public String name() {
        return "registry";
    }

    /** The host in image names, {@code 127.0.0.1:port}. */
    public String host() {
        return "127.0.0.1:" + port();
    }

    /** The base address, without a path. */
    public URI url() {
        return URI.create("http://" + host());
    }

    /** The reason in one line if the part is not available on this machine. */
    public Optional<String> missing() {
        return Tool.onPath(PROGRAM).isPresent()
                ? Optional.empty()
                : Optional.of(PROGRAM + " is not installed (apt-get install docker-registry)");
    }

    /**
     * Sets the target of notifications about pushes; replaces an earlier target. A running registry is restarted, because it reads its
     * configuration only at the start.
     *
     * @param authorization the {@code Authorization} header to send, such as {@code Bearer …}
     */
    public void notify(URI target, String authorization) {
        synchronized (JvmState.lock("registry")) {
            String endpoints = """
                    notifications:
                      endpoints:
                        - name: millrace
                          url: %s
                          headers: {Authorization: ["%s"]}
                          timeout: 5s
                          threshold: 5
                          backoff: 500ms
                    """.formatted(target, authorization);
            if (JvmState.get("registry.notifications").filter(endpoints::equals).isPresent()) {
                return;
            }
            JvmState.put("registry.notifications", endpoints);
            if (isRunning()) {
                restart();
            }
        }
    }

    @Override
    public void start() {
        synchronized (JvmState.lock("registry")) {
            if (!isRunning()) {
                Path program = Tool.onPath(PROGRAM)
                        .orElseThrow(() -> new PartUnavailable(missing().orElse(PROGRAM)));
                process.start(
                        List.of(program.toString(), "serve", configuration().toString()),
                        Map.of("OTEL_TRACES_EXPORTER", "none"));
                process.awaitReady(ImageRegistry::isReachable);
            }
        }
    }

    private static Path configuration() {
        Path directory = JvmState.directory("registry");
        String configuration = """
                version: 0.1
                log:
                  level: warn
                  accesslog: {disabled: true}
                storage:
                  filesystem: {rootdirectory: %s}
                  delete: {enabled: true}
                  maintenance:
                    uploadpurging: {enabled: false}
                http:
                  addr: 127.0.0.1:%d
                %s""".formatted(
                        directory.resolve("images"),
                        port(),
                        JvmState.get("registry.notifications").orElse(""));
        try {
            return Files.writeString(directory.resolve("config.yml"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the registry's configuration", e);
        }
    }

    private static boolean isReachable() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int port() {
        return JvmState.port("registry.port");
    }

    @Override
    public void kill() {
        synchronized (JvmState.lock("registry")) {
            process.kill();
        }
    }

    @Override
    public boolean isRunning() {
        return process.isAlive();
    }
}

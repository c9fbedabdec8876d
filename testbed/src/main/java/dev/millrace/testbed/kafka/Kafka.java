package dev.millrace.testbed.kafka;

import dev.millrace.testbed.process.ChildProcess;
import dev.millrace.testbed.process.JavaCommand;
import dev.millrace.testbed.process.JvmState;
import dev.millrace.testbed.process.PartUnavailable;
import dev.millrace.testbed.process.TestbedPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An Apache Kafka broker (KRaft, one node) as a separate process, with all topics of Millrace and their dead-letter topics. Records and
 * offsets survive {@link #kill()}. The start after a kill takes about three seconds longer, until the session of the killed broker expires.
 */
public final class Kafka implements TestbedPart {
    private static final int MAX_FIRST_STARTS = 3;
    private static final String DATA = "kafka";
    private static final String COPY = "kafka-copy";
    private static final String PORT = "kafka.port";
    private static final String CONTROLLER_PORT = "kafka.controller-port";

    private final ChildProcess process = new ChildProcess("kafka");

    @Override
    public String name() {
        return "kafka";
    }

    /** The address for clients, {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + JvmState.port(PORT);
    }

    @Override
    public void start() {
        synchronized (JvmState.lock("kafka")) {
            if (isRunning()) {
                return;
            }
            if (Files.exists(JvmState.directory(DATA).resolve("meta.properties"))) {
                launch();
            } else {
                launchForTheFirstTime();
            }
        }
    }

    /** Another process may take a port between its selection and the start of the broker. The first start therefore retries with other ports. */
    private void launchForTheFirstTime() {
        for (int start = 1; ; start++) {
            try {
                launch();
                return;
            } catch (PartUnavailable e) {
                process.kill();
                if (start == MAX_FIRST_STARTS) {
                    throw e;
                }
                System.err.println("testbed: starting kafka failed, retrying on other ports: " + e.getMessage());
                JvmState.forget(PORT);
                JvmState.forget(CONTROLLER_PORT);
            }
        }
    }

    private void launch() {
        Path data = JvmState.directory(DATA);
        Path ready = JvmState.directory("run").resolve("kafka.ready");
        try {
            Files.deleteIfExists(ready);
        } catch (IOException e) {
            throw new UncheckedIOException("could not prepare the start of kafka", e);
        }
        process.start(
                JavaCommand.ofMain(
                        "256m",
                        KafkaMain.class.getName(),
                        data.toString(),
                        Integer.toString(JvmState.port(PORT)),
                        Integer.toString(JvmState.port(CONTROLLER_PORT)),
                        ready.toString()),
                Map.of());
        process.awaitReady(() -> Files.exists(ready));
    }

    @Override
    public void kill() {
        synchronized (JvmState.lock("kafka")) {
            process.kill();
        }
    }

    /** Kills the broker and deletes all that it has stored. The next start is that of another cluster, at the same address. */
    public void wipe() {
        kill();
        delete(JvmState.directory(DATA));
    }

    /** Kills the broker and copies what it has stored. */
    public void save() {
        kill();
        delete(JvmState.directory(COPY));
        copy(JvmState.directory(DATA), JvmState.directory(COPY));
    }

    /** Kills the broker and replaces what it has stored by the last copy. */
    public void restore() {
        kill();
        delete(JvmState.directory(DATA));
        copy(JvmState.directory(COPY), JvmState.directory(DATA));
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + directory, e);
        }
    }

    /** The files have large holes, which a copy by the JDK would fill. */
    private static void copy(Path from, Path to) {
        try {
            Process copying = new ProcessBuilder("cp", "-a", "--sparse=always", from + "/.", to.toString())
                    .inheritIO()
                    .start();
            if (copying.waitFor() != 0) {
                throw new IllegalStateException("could not copy " + from + " to " + to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not copy " + from + " to " + to, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while copying " + from, e);
        }
    }

    @Override
    public boolean isRunning() {
        return process.isAlive();
    }
}

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
import java.util.Map;

/**
 * An Apache Kafka broker (KRaft, one node) as a separate process, with all topics of Millrace and their dead-letter topics. Records and
 * offsets survive {@link #kill()}. The start after a kill takes about three seconds longer, until the session of the killed broker expires.
 */
public final class Kafka implements TestbedPart {
    private static final int MAX_FIRST_STARTS = 3;
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
            if (Files.exists(JvmState.directory("kafka").resolve("meta.properties"))) {
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
        Path data = JvmState.directory("kafka");
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

    @Override
    public boolean isRunning() {
        return process.isAlive();
    }
}

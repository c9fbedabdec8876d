package dev.millrace.testbed.kafka;

import dev.millrace.testbed.process.ChildProcess;
import dev.millrace.testbed.process.JavaCommand;
import dev.millrace.testbed.process.JvmState;
import dev.millrace.testbed.process.TestbedPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** A broker with settings of an installation, to check those. It has the topics that its user creates. */
public final class ConfiguredKafka implements TestbedPart {
    private final String name;
    private final Properties settings;
    private final ChildProcess process;

    /** @param settings all settings of the broker, with its listeners on free ports, and {@code log.dirs} */
    public ConfiguredKafka(String name, Properties settings) {
        this.name = name;
        this.settings = settings;
        this.process = new ChildProcess(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        synchronized (JvmState.lock(name)) {
            if (!isRunning()) {
                launch();
            }
        }
    }

    private void launch() {
        Path directory = JvmState.directory(name);
        Path ready = directory.resolve("ready");
        Path file = directory.resolve("server.properties");
        try {
            Files.deleteIfExists(ready);
            try (Writer writer = Files.newBufferedWriter(file)) {
                settings.store(writer, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not prepare the start of " + name, e);
        }
        process.start(
                JavaCommand.ofMain("256m", ConfiguredKafkaMain.class.getName(), file.toString(), ready.toString()),
                Map.of());
        process.awaitReady(() -> Files.exists(ready));
    }

    @Override
    public void kill() {
        synchronized (JvmState.lock(name)) {
            process.kill();
        }
    }

    @Override
    public boolean isRunning() {
        return process.isAlive();
    }
}

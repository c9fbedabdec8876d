package dev.millrace.testbed.kafka;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaRaftServer;

/** The main class of a broker without topics: {@code ConfiguredKafkaMain <file of its settings> <file to create when ready>}. */
final class ConfiguredKafkaMain {
    private ConfiguredKafkaMain() {}

    /** Ends the process if the broker can't start, because its other threads would keep it running. */
    public static void main(String[] arguments) {
        try {
            Properties settings = new Properties();
            try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
                settings.load(file);
            }
            KafkaRaftServer server = KafkaMain.started(settings);
            Files.createFile(Path.of(arguments[1]));
            server.awaitShutdown();
        } catch (Exception e) {
            e.printStackTrace(System.out);
            Runtime.getRuntime().halt(1);
        }
    }
}

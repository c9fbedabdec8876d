package dev.millrace.testbed.kafka;

import dev.millrace.events.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The main class of the broker: {@code KafkaMain <data directory> <port> <controller port> <file to create when ready>}. */
final class KafkaMain {
    private static final Map<String, String> SINGLE_BROKER = Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            "share.coordinator.state.topic.num.partitions", "1");

    /** Small, with a fast restart after a kill: the session of the killed broker must expire first. */
    private static final Map<String, String> SMALL = Map.of(
            "broker.session.timeout.ms", "3000",
            "broker.heartbeat.interval.ms", "500",
            "group.initial.rebalance.delay.ms", "0",
            "log.cleaner.dedupe.buffer.size", "2097152",
            "num.network.threads", "1",
            "num.io.threads", "2",
            "background.threads", "1",
            "num.recovery.threads.per.data.dir", "1");

    private static final short ONE_REPLICA = 1;
    private static final String LOG_DIRECTORY = "log.dirs";

    private KafkaMain() {}

    /** Ends the process if the broker can't start, because its other threads would keep it running. */
    public static void main(String[] arguments) {
        try {
            run(arguments);
        } catch (Exception e) {
            e.printStackTrace(System.out);
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        String address = "127.0.0.1:" + arguments[1];
        String controller = "127.0.0.1:" + arguments[2];
        KafkaRaftServer server = started(settings(data, address, controller));
        createTopics(address);
        Files.createFile(Path.of(arguments[3]));
        server.awaitShutdown();
    }

    /** Starts a broker with these settings, and formats its data directory before the first start. */
    static KafkaRaftServer started(Properties settings) throws Exception {
        format(Path.of(settings.getProperty(LOG_DIRECTORY)));
        var server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        return server;
    }

    private static void format(Path data) throws Exception {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setPrintStream(System.out)
                .run();
    }

    private static Properties settings(Path data, String address, String controller) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "controller.quorum.voters",
                "1@" + controller,
                "listeners",
                "PLAINTEXT://" + address + ",CONTROLLER://" + controller,
                "advertised.listeners",
                "PLAINTEXT://" + address,
                "controller.listener.names",
                "CONTROLLER",
                "inter.broker.listener.name",
                "PLAINTEXT",
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                LOG_DIRECTORY,
                data.toString(),
                "auto.create.topics.enable",
                "false"));
        settings.putAll(SINGLE_BROKER);
        settings.putAll(SMALL);
        return settings;
    }

    private static void createTopics(String address) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address))) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            for (Topic topic : Topic.values()) {
                if (!present.contains(topic.topicName())) {
                    missing.add(
                            new NewTopic(topic.topicName(), topic.partitions(), ONE_REPLICA).configs(policy(topic)));
                }
                if (!present.contains(topic.deadLetters())) {
                    missing.add(
                            new NewTopic(topic.deadLetters(), topic.partitions(), ONE_REPLICA).configs(retention()));
                }
            }
            admin.createTopics(missing).all().get();
        }
    }

    private static Map<String, String> policy(Topic topic) {
        return switch (topic.retention()) {
            case COMPACT -> Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            case DELETE -> retention();
        };
    }

    private static Map<String, String> retention() {
        return Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(Topic.RETENTION_PERIOD.toMillis()));
    }
}

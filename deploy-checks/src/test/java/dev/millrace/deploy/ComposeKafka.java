package dev.millrace.deploy;

import dev.millrace.events.Topic;
import dev.millrace.testbed.kafka.ConfiguredKafka;
import dev.millrace.testbed.process.JvmState;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The broker of {@code docker-compose.yml} on this machine: its settings, its generated passwords, and the rights that its script grants. */
final class ComposeKafka implements AutoCloseable {
    private static final String NAME = "compose-kafka";
    private static final Pattern ADDRESS = Pattern.compile("(?<=//|@)[a-z0-9.]*:(909[0-9])");
    private static final short ONE_REPLICA = 1;

    private final ComposeScripts scripts;
    private final ConfiguredKafka broker;

    private ComposeKafka(ComposeScripts scripts, ConfiguredKafka broker) {
        this.scripts = scripts;
        this.broker = broker;
    }

    /** Starts it with its data in this folder. */
    static ComposeKafka start(Path directory) throws IOException, InterruptedException, ExecutionException {
        ComposeScripts scripts = new ComposeScripts(directory);
        scripts.run("create-passwords");
        ConfiguredKafka broker = new ConfiguredKafka(NAME, settings(scripts, directory.resolve("data")));
        broker.start();
        ComposeKafka kafka = new ComposeKafka(scripts, broker);
        kafka.prepare();
        return kafka;
    }

    private static Properties settings(ComposeScripts scripts, Path data) throws IOException {
        String own = ADDRESS.matcher(ComposeScripts.content("kafka")).replaceAll(m -> "127.0.0.1:" + port(m.group(1)));
        Properties settings = new Properties();
        settings.load(new StringReader(own));
        settings.putAll(load(scripts.access("kafka").resolve("broker.properties")));
        settings.setProperty("log.dirs", data.toString());
        settings.setProperty("offsets.topic.num.partitions", "1");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        return settings;
    }

    private void prepare() throws IOException, InterruptedException, ExecutionException {
        scripts.run("create-topics");
        try (Admin admin = Admin.create(admin())) {
            admin.createAcls(KafkaRights.added(scripts.calls("kafka-acls.sh")))
                    .all()
                    .get();
            List<NewTopic> topics =
                    topics().map(topic -> new NewTopic(topic, 1, ONE_REPLICA)).toList();
            admin.createTopics(topics).all().get();
        }
    }

    static Stream<String> topics() {
        return Arrays.stream(Topic.values()).flatMap(topic -> Stream.of(topic.topicName(), topic.deadLetters()));
    }

    /** The port on this machine for one of the broker's ports. */
    static int port(String port) {
        return JvmState.port(NAME + "." + port);
    }

    /** The settings of a client without a user. */
    static Map<String, Object> stranger() {
        return Map.of("bootstrap.servers", bootstrapServers());
    }

    static String bootstrapServers() {
        return "127.0.0.1:" + port("9092");
    }

    Map<String, Object> admin() throws IOException {
        return client("", scripts.access("kafka").resolve("admin.properties"));
    }

    /** The settings of a client with the user of this service. */
    Map<String, Object> of(String service) throws IOException {
        return client("kafka.", file(service));
    }

    /** The file with the user of this service. */
    Path file(String service) {
        return scripts.access(service.replaceFirst("-svc$", "")).resolve("kafka.properties");
    }

    private static Map<String, Object> client(String prefix, Path file) throws IOException {
        Map<String, Object> settings = new HashMap<>(stranger());
        load(file).forEach((key, value) -> settings.put(key.toString().replaceFirst("^" + prefix, ""), value));
        return settings;
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    @Override
    public void close() {
        broker.close();
    }
}

package dev.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker with the settings of the Compose file serves the users of the services only, each with its rights. */
@Tag("attack")
class ComposeKafkaIT {
    static final List<String> SERVICES = EventContract.SERVICES;

    /** A request for the names of all topics: length, API 3, version 1, a number, no client's name, all topics. */
    private static final byte[] NAMES_OF_TOPICS = {0, 0, 0, 14, 0, 3, 0, 1, 0, 0, 0, 7, -1, -1, -1, -1, -1, -1};

    @TempDir
    static Path directory = Path.of("");

    private static ComposeKafka kafka;

    @BeforeAll
    static void startBroker() throws IOException, InterruptedException, ExecutionException {
        kafka = ComposeKafka.start(directory);
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9092", "9094"})
    void noListenerAnswersAClientWithoutAUser(String port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ComposeKafka.port(port))) {
            new DataOutputStream(socket.getOutputStream()).write(NAMES_OF_TOPICS);

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aWrongPasswordIsRefused() throws IOException {
        Map<String, Object> settings = new HashMap<>(kafka.of("image-builder-svc"));
        settings.computeIfPresent("sasl.jaas.config", (key, value) -> value.toString()
                .replaceFirst("password=\"[0-9a-f]{64}\"", "password=\"guessed\""));

        try (Admin admin = Admin.create(settings)) {
            assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void aServiceMayUseItsTopicsAndNoOther(String service) throws IOException, InterruptedException {
        Map<String, Set<AclOperation>> expected = new TreeMap<>();
        EventContract.written(service).forEach(topic -> add(expected, topic, AclOperation.WRITE));
        EventContract.consumed(service).forEach(topic -> add(expected, topic, AclOperation.READ));

        Map<String, Set<AclOperation>> allowed = new TreeMap<>();
        try (Admin admin = Admin.create(kafka.of(service))) {
            for (String topic : ComposeKafka.topics().toList()) {
                allowed(admin, topic).forEach(operation -> add(allowed, topic, operation));
            }
        }

        assertThat(allowed).isEqualTo(expected);
    }

    private static void add(Map<String, Set<AclOperation>> rights, String topic, AclOperation operation) {
        rights.computeIfAbsent(topic, name -> EnumSet.of(AclOperation.DESCRIBE)).add(operation);
    }

    private static Set<AclOperation> allowed(Admin admin, String topic) throws InterruptedException {
        var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        try {
            TopicDescription described = admin.describeTopics(List.of(topic), options)
                    .allTopicNames()
                    .get()
                    .get(topic);
            return Objects.requireNonNull(described).authorizedOperations();
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TopicAuthorizationException.class);
            return Set.of();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sync-agent-svc, image.built",
        "sync-agent-svc, drift.detected",
        "image-builder-svc, sync.completed",
        "manifest-updater-svc, image.built",
        "drift-detector-svc, sync.completed"
    })
    void anEventOfAnotherServiceIsNotStored(String service, String topic) throws IOException {
        assertThatThrownBy(() -> publish(service, topic)).hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "image-builder-svc, image.built",
        "manifest-updater-svc, config.committed",
        "sync-agent-svc, sync.completed",
        "drift-detector-svc, drift.detected"
    })
    void anEventOfItsOwnIsStored(String service, String topic) throws Exception {
        assertThat(publish(service, topic)).isNotNegative();
    }

    private static long publish(String service, String topic)
            throws IOException, ExecutionException, InterruptedException {
        Map<String, Object> settings = new HashMap<>(kafka.of(service));
        settings.put("enable.idempotence", "true");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            return producer.send(new ProducerRecord<>(topic, "key", "value"))
                    .get()
                    .offset();
        }
    }

    @Test
    void anAgentReadsTheProgressOfItsOwnClustersGroupsOnly() throws Exception {
        try (Admin admin = Admin.create(kafka.of("sync-agent-svc"))) {
            assertThat(admin.listConsumerGroupOffsets("sync-agent-svc:local:1")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .isEmpty();
            for (String other : List.of("sync-agent-svc:other:1", "manifest-updater-svc")) {
                assertThatThrownBy(() -> admin.listConsumerGroupOffsets(other)
                                .partitionsToOffsetAndMetadata()
                                .get())
                        .hasCauseInstanceOf(GroupAuthorizationException.class);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void nobodyElseReadsThePasswordOfAService(String service) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kafka.file(service))))
                .isEqualTo("rw-------");
    }
}

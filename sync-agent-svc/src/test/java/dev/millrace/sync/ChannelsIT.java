package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.testing.IncomingEvents;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.Test;

/** Incoming and outgoing messages of the channels, without a broker. */
@QuarkusTest
@TestProfile(ChannelsIT.WithoutBroker.class)
@WithTestResource(value = AgentUnderTest.class)
@WithTestResource(value = InMemoryChannels.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class ChannelsIT {
    private final InMemoryConnector connector;

    @Inject
    ChannelsIT(@Connector("smallrye-in-memory") InMemoryConnector connector) {
        this.connector = connector;
    }

    /** Starts a separate instance of the agent. */
    public static final class WithoutBroker implements QuarkusTestProfile {}

    @Test
    void aCommitThatIsToldTwiceIsAppliedOnceAndItsOutcomeGoesOut() {
        Deployed app = new Deployed("channels", null);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("");
        await().atMost(Deployed.SOON).until(() -> sent("sync.completed", app).size() == 1);

        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
        connector.<Message<byte[]>>source("config-committed").send(IncomingEvents.message(app.committed(second)));
        connector.<Message<byte[]>>source("config-committed").send(IncomingEvents.message(app.committed(second)));
        await().atMost(Deployed.SOON).until(() -> sent("sync.completed", app).size() == 2);
        CommitId third = app.push(Map.of("a.yaml", configMap("a", "3")));
        connector.<Message<byte[]>>source("config-committed").send(IncomingEvents.message(app.committed(second)));
        await().atMost(Deployed.SOON).until(() -> sent("sync.completed", app).size() == 3);

        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("3");
        assertThat(new String(sent("sync.completed", app).getLast().getPayload(), StandardCharsets.UTF_8))
                .contains(third.value());
    }

    @Test
    void whatIsNoEventGoesToTheDeadLettersAndStopsNothing() {
        connector
                .<Message<byte[]>>source("unreadable")
                .send(IncomingEvents.message(
                        "config.committed", "k", Map.of(), "not an event".getBytes(StandardCharsets.UTF_8)));

        await().atMost(Deployed.SOON).until(() -> connector.<byte[]>sink("events").received().stream()
                .anyMatch(message -> topic(message).equals("config.committed.dlq")));
    }

    private List<? extends Message<byte[]>> sent(String topic, Deployed app) {
        return connector.<byte[]>sink("events").received().stream()
                .filter(message -> topic(message).equals(topic))
                .filter(message -> new String(message.getPayload(), StandardCharsets.UTF_8)
                        .contains(app.id().toString()))
                .toList();
    }

    private static String topic(Message<byte[]> message) {
        return message.getMetadata(OutgoingKafkaRecordMetadata.class)
                .map(metadata -> String.valueOf(metadata.getTopic()))
                .orElse("");
    }
}

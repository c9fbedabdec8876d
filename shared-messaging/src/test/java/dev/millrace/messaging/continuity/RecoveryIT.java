package dev.millrace.messaging.continuity;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.events.PolicyState;
import dev.millrace.events.Topic;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.TestbedResource;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** Published events on a real broker that loses them. */
@QuarkusTest
@WithTestResource(TestbedResource.class)
@WithParts(PartKind.KAFKA)
class RecoveryIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Topic TOPIC = Topic.POLICY_STATE;

    @Inject
    EventPublisher publisher;

    @Test
    void theEventsOfATopicThatWasCreatedAgainArePublishedAgainInTheirOrder() throws Exception {
        RepositoryId repository = new RepositoryId("git.example/shop/recovered");
        List<PolicyState> states = IntStream.range(0, 50)
                .mapToObj(i -> new PolicyState(
                        repository, "web", Optional.empty(), List.of(), List.of(), Instant.EPOCH.plusSeconds(i)))
                .toList();
        String kafka = Testbed.shared().kafka().bootstrapServers();
        states.forEach(this::publish);

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.deleteTopics(List.of(TOPIC.topicName())).all().get();
            await().atMost(TIMEOUT)
                    .until(() -> !admin.listTopics().names().get().contains(TOPIC.topicName()));
            admin.createTopics(List.of(new NewTopic(TOPIC.topicName(), TOPIC.partitions(), (short) 1)))
                    .all()
                    .get();
        }

        List<String> expected = states.stream().map(state -> state.id().value()).toList();
        try (EventTap tap = new EventTap(kafka)) {
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertEquals(
                            expected,
                            tap.events(TOPIC).stream()
                                    .filter(event -> event.key().startsWith(repository.value()))
                                    .map(PublishedEvent::id)
                                    .distinct()
                                    .toList()));
        }
    }

    private void publish(PolicyState state) {
        publisher.publish(Envelope.first(
                state, "test", Instant.now(), new ChainId(state.id().value()), Optional.empty()));
    }
}

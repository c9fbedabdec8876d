package dev.millrace.messaging;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.events.Event;
import dev.millrace.events.SourceChanged;
import dev.millrace.events.Topic;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.loop.LoopHealth;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.TestbedResource;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PoisonRecords;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Liveness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records and events that no reader can process, on a real broker. */
@QuarkusTest
@WithTestResource(TestbedResource.class)
@WithParts(PartKind.KAFKA)
class PoisonIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final AtomicInteger NAMES = new AtomicInteger();

    @Inject
    Probe probe;

    @Inject
    EventPublisher publisher;

    @Inject
    @Liveness
    LoopHealth loops;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> followed = new CopyOnWriteArrayList<>();
    private final String kafka = Testbed.shared().kafka().bootstrapServers();
    private EventTap tap;
    private TopicFollower follower;
    private volatile String bad = "";

    @BeforeEach
    void open() {
        tap = new EventTap(kafka);
        follower = new TopicFollower(
                "follower",
                Map.of("bootstrap.servers", kafka),
                List.of(Topic.SOURCE_CHANGED),
                new DeliveryMetrics(registry),
                new TopicFollower.Listener() {
                    @Override
                    public void consume(Envelope<? extends Event> envelope) {
                        if (envelope.event().key().equals(bad)) {
                            throw new StackOverflowError("of a listener");
                        }
                        followed.add(envelope.event().key());
                    }

                    @Override
                    public void loaded() {}
                });
        follower.start();
    }

    @AfterEach
    void close() {
        probe.setEffect(envelope -> {});
        follower.close();
        tap.close();
    }

    @Test
    void everyReaderSkipsAnUnreadableRecordAndItBecomesOneDeadLetter() {
        List<String> poison = PoisonRecords.write(kafka, Topic.SOURCE_CHANGED);
        String repository = newRepository();

        publisher.publish(change(repository));

        await().atMost(TIMEOUT).until(() -> probe.handled().contains(repository) && followed.contains(repository));
        await().atMost(TIMEOUT).until(() -> deadLetters().containsAll(poison));
        poison.forEach(position ->
                assertEquals(1, deadLetters().stream().filter(position::equals).count(), position));
        assertTrue(registry.get("millrace.ignored")
                        .tag("reason", "unreadable")
                        .counter()
                        .count()
                >= poison.size());
        assertEquals(Status.UP, loops.call().getStatus());
    }

    @Test
    void anUnreadableRecordOfATopicThatIsOnlyFollowedBecomesADeadLetter() {
        List<String> poison = PoisonRecords.write(kafka, Topic.IMAGE_BUILT);

        await().atMost(TIMEOUT).until(() -> PoisonRecords.positions(Topic.IMAGE_BUILT, tap.events())
                .containsAll(poison));

        assertTrue(tap.events().stream()
                .filter(event -> event.topic().equals(Topic.IMAGE_BUILT.deadLetters()))
                .noneMatch(event -> event.header("dead-letter-reason").isEmpty()));
    }

    @Test
    void anErrorOfAHandlerEndsItsEventAndNoOther() {
        String failing = newRepository();
        String next = newRepository();
        probe.setEffect(envelope -> {
            if (envelope.event().key().equals(failing)) {
                throw new StackOverflowError("of a handler");
            }
        });
        publisher.publish(change(failing));

        publisher.publish(change(next));

        await().atMost(TIMEOUT).until(() -> probe.handled().contains(next));
        PublishedEvent dead = await().atMost(TIMEOUT)
                .until(
                        () -> tap.events().stream()
                                .filter(event -> event.topic().equals(Topic.SOURCE_CHANGED.deadLetters())
                                        && event.key().equals(failing))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertEquals("StackOverflowError: of a handler", dead.header("dead-letter-reason"));
        probe.setEffect(envelope -> {});
        publisher.publish(change(failing));
        await().atMost(TIMEOUT).until(() -> probe.handled().contains(failing));
    }

    @Test
    void anErrorOfAFollowerEndsItsEventAndNotTheThread() {
        bad = newRepository();
        String next = newRepository();
        publisher.publish(change(bad));

        publisher.publish(change(next));

        await().atMost(TIMEOUT).until(() -> followed.contains(next));
        await().atMost(TIMEOUT)
                .until(() -> registry.get("millrace.failures")
                                .tag("reason", "event-skipped")
                                .counter()
                                .count()
                        == 1);
        assertEquals(Status.UP, loops.call().getStatus());
    }

    private List<String> deadLetters() {
        return PoisonRecords.positions(Topic.SOURCE_CHANGED, tap.events());
    }

    private static String newRepository() {
        return "git.example/poison/repository-" + NAMES.incrementAndGet();
    }

    private static Envelope<SourceChanged> change(String repository) {
        RepositoryId id = new RepositoryId(repository);
        CommitId after = new CommitId("b".repeat(40));
        SourceChanged event = new SourceChanged(id, GitRef.branch("main"), CommitId.NONE, after, Instant.EPOCH);
        return Envelope.first(event, "probe", Instant.EPOCH, ChainId.of(id, after), Optional.empty());
    }
}

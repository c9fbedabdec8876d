package dev.millrace.messaging;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.events.SourceChanged;
import dev.millrace.events.Topic;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.TestbedResource;
import dev.millrace.testbed.WithParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A partition that goes to another instance while its events are handled, on a real broker. */
@QuarkusTest
@WithTestResource(TestbedResource.class)
@WithParts(PartKind.KAFKA)
class PartitionHandBackIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final List<String> REPOSITORIES = IntStream.range(0, 30)
            .mapToObj(i -> "git.example/hand-back/repository-" + i)
            .toList();

    @Inject
    Probe probe;

    @Inject
    EventPublisher publisher;

    private final CountDownLatch release = new CountDownLatch(1);
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Set<String> interrupted = ConcurrentHashMap.newKeySet();

    @AfterEach
    void open() {
        release.countDown();
        probe.setEffect(envelope -> {});
    }

    @Test
    void handlersOfAPartitionEndBeforeAnotherInstanceGetsItAndTheOthersGoOn() {
        probe.setEffect(envelope -> hold(envelope.event().key()));
        REPOSITORIES.forEach(repository -> publisher.publish(change(repository)));
        await().atMost(TIMEOUT).until(() -> running.containsAll(REPOSITORIES));

        Set<String> moved = ConcurrentHashMap.newKeySet();
        try (KafkaConsumer<String, byte[]> another = anotherInstance()) {
            another.subscribe(List.of(Topic.SOURCE_CHANGED.topicName()));
            await().atMost(TIMEOUT).until(() -> {
                another.poll(Duration.ofMillis(100)).forEach(record -> {
                    assertTrue(
                            !REPOSITORIES.contains(record.key()) || interrupted.contains(record.key()), record.key());
                    moved.add(record.key());
                });
                return moved.stream().anyMatch(REPOSITORIES::contains);
            });
        }

        assertTrue(running.stream().anyMatch(REPOSITORIES::contains), "handlers of the other partitions still run");
        release.countDown();
        await().atMost(TIMEOUT).until(() -> probe.handled().containsAll(REPOSITORIES));
        REPOSITORIES.forEach(repository -> assertEquals(
                1, probe.handled().stream().filter(repository::equals).count(), repository));
    }

    private void hold(String key) {
        running.add(key);
        try {
            release.await();
        } catch (InterruptedException e) {
            interrupted.add(key);
            throw new UncheckedIOException(new IOException("interrupted"));
        } finally {
            running.remove(key);
        }
    }

    private static KafkaConsumer<String, byte[]> anotherInstance() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        Testbed.shared().kafka().bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "probe",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                        CooperativeStickyAssignor.class.getName()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static Envelope<SourceChanged> change(String repository) {
        RepositoryId id = new RepositoryId(repository);
        CommitId after = new CommitId("b".repeat(40));
        SourceChanged event = new SourceChanged(id, GitRef.branch("main"), CommitId.NONE, after, Instant.EPOCH);
        return Envelope.first(event, "probe", Instant.EPOCH, ChainId.of(id, after), Optional.empty());
    }
}

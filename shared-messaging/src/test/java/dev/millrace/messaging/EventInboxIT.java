package dev.millrace.messaging;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestbedResource.class)
@WithParts(PartKind.KAFKA)
class EventInboxIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final AtomicInteger NAMES = new AtomicInteger();

    @Inject
    Probe probe;

    @Inject
    EventPublisher publisher;

    private EventTap tap;

    @BeforeEach
    void open() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void close() {
        probe.setEffect(envelope -> {});
        tap.close();
    }

    @Test
    void handlesAPublishedEvent() {
        String repository = newRepository();

        publisher.publish(change(repository));

        await().atMost(TIMEOUT).until(() -> probe.handled().contains(repository));
    }

    @Test
    void sendsAnUnreadableRecordToTheDeadLettersAndContinues() throws ExecutionException, InterruptedException {
        String repository = newRepository();
        sendRaw(repository, "{ this is not JSON");

        publisher.publish(change(repository));

        await().atMost(TIMEOUT).until(() -> probe.handled().contains(repository));
        PublishedEvent dead = awaitDeadLetter(repository);
        assertTrue(dead.header("dead-letter-reason").contains("dev.millrace.source.changed.v1"), dead.toString());
        assertEquals("source.changed", dead.header("dead-letter-topic"));
    }

    @Test
    void sendsAnEventThatFailsPermanentlyToTheDeadLetters() {
        String repository = newRepository();
        probe.setEffect(envelope -> {
            if (envelope.event().key().equals(repository)) {
                throw new IllegalStateException("a broken promise");
            }
        });

        publisher.publish(change(repository));

        PublishedEvent dead = awaitDeadLetter(repository);
        assertEquals("IllegalStateException: a broken promise", dead.header("dead-letter-reason"));
        assertEquals(change(repository).id().value(), dead.id());
    }

    @Test
    void retriesATransientErrorWhileOtherKeysContinue() {
        String failing = newRepository();
        String other = newRepository();
        AtomicBoolean unavailable = new AtomicBoolean(true);
        probe.setEffect(envelope -> {
            if (unavailable.get() && envelope.event().key().equals(failing)) {
                throw new UncheckedIOException(new IOException("the host is unavailable"));
            }
        });
        publisher.publish(change(failing));

        publisher.publish(change(other));

        await().atMost(TIMEOUT).until(() -> probe.handled().contains(other));
        assertTrue(!probe.handled().contains(failing), probe.handled().toString());
        unavailable.set(false);
        await().atMost(TIMEOUT).until(() -> probe.handled().contains(failing));
    }

    @Test
    void failsFastWhileKafkaIsUnavailableAndPublishesOnceItHasRecovered() {
        String repository = newRepository();
        Testbed.shared().kafka().kill();

        EventNotPublished error = assertThrows(EventNotPublished.class, () -> publisher.publish(change(repository)));

        assertTrue(String.valueOf(error.getMessage()).contains("source.changed"), error.getMessage());
        Testbed.shared().kafka().start();
        await().atMost(TIMEOUT).ignoreException(EventNotPublished.class).until(() -> {
            publisher.publish(change(repository));
            return true;
        });
        await().atMost(TIMEOUT).until(() -> probe.handled().contains(repository));
    }

    private PublishedEvent awaitDeadLetter(String key) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> tap.events().stream()
                                .filter(e -> e.topic().equals(Topic.SOURCE_CHANGED.deadLetters())
                                        && e.key().equals(key))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static void sendRaw(String key, String value) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Testbed.shared().kafka().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(Topic.SOURCE_CHANGED.topicName(), key, value.getBytes(StandardCharsets.UTF_8));
            record.headers().add("ce_type", "dev.millrace.source.changed.v1".getBytes(StandardCharsets.UTF_8));
            record.headers().add("ce_specversion", "1.0".getBytes(StandardCharsets.UTF_8));
            producer.send(record).get();
        }
    }

    private static String newRepository() {
        return "git.example/probe/repository-" + NAMES.incrementAndGet();
    }

    private static Envelope<SourceChanged> change(String repository) {
        RepositoryId id = new RepositoryId(repository);
        CommitId after = new CommitId("b".repeat(40));
        SourceChanged event = new SourceChanged(id, GitRef.branch("main"), CommitId.NONE, after, Instant.EPOCH);
        return Envelope.first(event, "probe", Instant.EPOCH, ChainId.of(id, after), Optional.empty());
    }
}

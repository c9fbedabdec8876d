package dev.millrace.messaging.death;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.events.Topic;
import dev.millrace.messaging.record.IncomingRecord;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that end without a word, as instances that are dropped without being stopped, on a real broker. */
@WithParts(PartKind.KAFKA)
class ProcessDeathsIT {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final TopicPartition PARTITION = new TopicPartition(Topic.BUILD_FAILED.topicName(), 3);

    private final Map<String, Object> kafka =
            Map.of("bootstrap.servers", Testbed.shared().kafka().bootstrapServers());
    private final String service = "deaths-" + NAMES.incrementAndGet();
    private KafkaConsumer<byte[], byte[]> channel;
    private long first;

    @BeforeEach
    void write() throws ExecutionException, InterruptedException {
        channel = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        Testbed.shared().kafka().bootstrapServers(),
                        "group.id",
                        service,
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            first = producer.send(new ProducerRecord<>(PARTITION.topic(), PARTITION.partition(), null, null))
                    .get()
                    .offset();
            producer.send(new ProducerRecord<>(PARTITION.topic(), PARTITION.partition(), null, null))
                    .get();
        }
        channel.commitSync(Map.of(PARTITION, new OffsetAndMetadata(first)));
    }

    @AfterEach
    void close() {
        channel.close();
    }

    @Test
    void aRecordDuringWhichTwoProcessesEndedIsQuarantinedAndItsNeighbourIsNot() throws InterruptedException {
        started();
        endsDuring(started(), first);

        ProcessDeaths third = started();

        assertEquals(Verdict.QUARANTINED, third.verdict(record(first)));
        assertEquals(Verdict.MARKED, third.verdict(record(first + 1)));
        third.stop();
    }

    @Test
    void aRecordThatWasHandledIsNoSuspect() {
        started();
        ProcessDeaths second = started();
        second.during(List.of(record(first)), () -> {});

        ProcessDeaths third = started();

        assertEquals(Verdict.MARKED, third.verdict(record(first)));
        third.stop();
    }

    @Test
    void aProcessThatStopsInOrderLeavesNoSuspicion() {
        for (int i = 0; i < 3; i++) {
            ProcessDeaths process = started();
            assertEquals(Verdict.FREE, process.verdict(record(first)));
            process.stop();
        }
    }

    @Test
    void whileKafkaIsUnavailableRecordsAreHandledWithoutMarks() {
        ProcessDeaths process = new ProcessDeaths(Map.of("bootstrap.servers", "127.0.0.1:1"), 2);
        process.assigned(channel, List.of(PARTITION));
        AtomicInteger handled = new AtomicInteger();

        process.during(List.of(record(first)), handled::incrementAndGet);

        assertEquals(1, handled.get());
        assertTrue(process.verdict(record(first)) == Verdict.FREE);
        process.stop();
    }

    /** Begins a process. It has ended without a word unless it is stopped. */
    private ProcessDeaths started() {
        ProcessDeaths process = new ProcessDeaths(kafka, 2);
        process.assigned(channel, List.of(PARTITION));
        return process;
    }

    /** Returns while the record is being handled, which never ends. */
    private static void endsDuring(ProcessDeaths process, long offset) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Thread.ofVirtual()
                .start(() -> process.during(List.of(record(offset)), () -> {
                    begun.countDown();
                    while (never.getCount() > 0) {
                        LockSupport.park(never);
                    }
                }));
        begun.await();
    }

    private static IncomingRecord record(long offset) {
        return new IncomingRecord(
                PARTITION.topic(), PARTITION.partition(), offset, null, new RecordHeaders(), new byte[0]);
    }
}

package dev.millrace.messaging.continuity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.messaging.continuity.PublishedRecords.PublishedRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PublishedRecordsTest {
    private static final TopicPartition FIRST = new TopicPartition("t", 0);

    private final PublishedRecords records = new PublishedRecords(3_000L);

    @Test
    void theNewestRecordsAreKeptInTheirOrder() {
        for (int i = 0; i < 100; i++) {
            records.add(record(i % 2 == 0 ? "t" : "u", "record " + i, 500));
        }

        List<String> kept =
                records.of(topic -> true).stream().map(PublishedRecord::key).toList();
        assertEquals(List.of("record 96", "record 97", "record 98", "record 99"), kept);
        assertEquals(
                List.of("record 96", "record 98"),
                records.of("t"::equals).stream().map(PublishedRecord::key).toList());
    }

    @Test
    void aRecordThatIsLargerThanTheLimitIsNotKept() {
        records.add(record("t", "small", 10));
        records.add(record("t", "large", 4_000));
        records.add(record("t", "next", 10));

        assertEquals(
                List.of("next"),
                records.of(topic -> true).stream().map(PublishedRecord::key).toList());
    }

    @Test
    void aRecordWithoutAValueOrWithAnEmptyHeaderIsKept() {
        records.add(new PublishedRecord("t", null, new RecordHeaders().add("empty", null), null));

        assertEquals(1, records.of(topic -> true).size());
    }

    @Test
    void theHighestOffsetOfEachPartitionIsKnownUntilItsTopicBeginsAgain() {
        records.acknowledged(new RecordMetadata(FIRST, 7, 0, 0, 0, 0));
        records.acknowledged(new RecordMetadata(FIRST, 5, 0, 0, 0, 0));
        records.acknowledged(new RecordMetadata(new TopicPartition("u", 2), 3, 0, 0, 0, 0));

        assertEquals(Map.of(FIRST, 7L, new TopicPartition("u", 2), 3L), records.acknowledged());
        records.forgetOffsets("u"::equals);
        assertEquals(Map.of(FIRST, 7L), records.acknowledged());
        records.forgetOffsets(topic -> true);
        assertTrue(records.acknowledged().isEmpty());
    }

    private static PublishedRecord record(String topic, String key, int size) {
        return new PublishedRecord(
                topic, key, new RecordHeaders(), "x".repeat(size).getBytes(StandardCharsets.UTF_8));
    }
}

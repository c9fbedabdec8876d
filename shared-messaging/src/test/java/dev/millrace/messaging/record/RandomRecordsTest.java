package dev.millrace.messaging.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.events.Topic;
import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.EventCodec;
import dev.millrace.testbed.AttackFigures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged records: no one of them may end its reader, and each has its dead letter. */
@Tag("attack")
class RandomRecordsTest {
    private static final int RECORDS = 50_000;
    private static final int MAX_REPEATS = 20_000;
    private static final List<Topic> TOPICS = List.of(Topic.values());
    private static final List<String> NAMES = List.of("ce_id", "ce_source", "ce_specversion", "ce_time", "traceparent");

    private final Random random = new Random(AttackFigures.seed());

    @Test
    void noRecordEndsItsReaderAndEachUnreadableOneHasADeadLetter() {
        int unreadable = 0;
        for (int i = 0; i < RECORDS; i++) {
            IncomingRecord record = IncomingRecordTest.record("key", this::damage, damaged(IncomingRecordTest.value()));
            if (record.decode() instanceof Decoded.Unreadable(String reason)) {
                unreadable++;
                assertTrue(reason.length() < 1000, reason);
                assertEquals("source.changed.dlq", DeadLetter.of(record, reason).topic());
            }
        }

        AttackFigures.print("damaged records, decoded", RECORDS);
        AttackFigures.print("damaged records, unreadable", unreadable);
        assertTrue(unreadable > RECORDS / 2, () -> "most are unreadable");
    }

    private void damage(Headers headers) {
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = random.nextBoolean() ? "ce_type" : NAMES.get(random.nextInt(NAMES.size()));
            switch (random.nextInt(5)) {
                case 0 -> headers.add(name, null);
                case 1 -> headers.remove(name);
                case 2 -> headers.add(name, bytes(random.nextInt(100)));
                case 3 -> headers.add("x".repeat(random.nextInt(MAX_REPEATS)), bytes(random.nextInt(MAX_REPEATS)));
                default -> {
                    Topic topic = TOPICS.get(random.nextInt(TOPICS.size()));
                    headers.add("ce_type", EventCodec.typeOf(topic).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private byte[] damaged(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        int at = random.nextInt(text.length());
        return switch (random.nextInt(5)) {
            case 0 -> bytes(random.nextInt(1000));
            case 1 -> text.substring(0, at).getBytes(StandardCharsets.UTF_8);
            case 2 ->
                text.replace("/shop", "/a".repeat(random.nextInt(MAX_REPEATS))).getBytes(StandardCharsets.UTF_8);
            case 3 ->
                (text.substring(0, at) + "[{\"a\":".repeat(random.nextInt(MAX_REPEATS)) + text.substring(at))
                        .getBytes(StandardCharsets.UTF_8);
            default -> (text.substring(0, at) + random.nextInt() + text.substring(at)).getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}

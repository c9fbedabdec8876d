package dev.millrace.messaging.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    @Test
    void isTheRecordWithItsReasonAndItsOrigin() {
        IncomingRecord record = IncomingRecordTest.record("key", headers -> headers.add("note", null), new byte[] {1});

        DeadLetter letter = DeadLetter.of(record, "no JSON");

        assertEquals("source.changed.dlq", letter.topic());
        assertEquals("key", letter.key());
        assertArrayEquals(new byte[] {1}, letter.value());
        assertNull(letter.headers().lastHeader("note").value());
        assertEquals("no JSON", text(letter, "dead-letter-reason"));
        assertEquals("source.changed", text(letter, "dead-letter-topic"));
        assertEquals("2", text(letter, "dead-letter-partition"));
        assertEquals("7", text(letter, "dead-letter-offset"));
    }

    @Test
    void hasNoKeyAndNoValueWhereTheRecordHasNone() {
        DeadLetter letter = DeadLetter.of(IncomingRecordTest.record(null, headers -> {}, null), "it is missing");

        assertNull(letter.key());
        assertNull(letter.value());
    }

    @Test
    void cutsARecordThatIsLargerThanABrokerAccepts() {
        RecordHeaders large = new RecordHeaders();
        large.add("note", new byte[3_000_000]);
        IncomingRecord record =
                new IncomingRecord("image.built", 0, 1, "k".repeat(2_000_000), large, new byte[2_000_000]);

        DeadLetter letter = DeadLetter.of(record, "r".repeat(5_000_000));

        long bytes = Arrays.stream(letter.headers().toArray())
                        .mapToLong(header -> header.value().length)
                        .sum()
                + Objects.requireNonNull(letter.key()).length()
                + Objects.requireNonNull(letter.value()).length;
        assertTrue(bytes < DeadLetter.MAX_BYTES, () -> bytes + " bytes");
        assertEquals("7000024", text(letter, "dead-letter-cut-from-bytes"));
    }

    private static String text(DeadLetter letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}

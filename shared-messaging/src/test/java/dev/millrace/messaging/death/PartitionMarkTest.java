package dev.millrace.messaging.death;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.messaging.death.PartitionMark.Suspect;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The partition holds the records 10 to 19; 10 is the first that is not handled. */
class PartitionMarkTest {
    private static final int TWICE = 2;
    private static final PartitionMark FIRST = PartitionMark.NONE.begun(10, 20);
    private static final PartitionMark SECOND = FIRST.begun(10, 20);
    private static final PartitionMark ALONE = SECOND.handling(Set.of(12L), true);
    private static final PartitionMark AMONG_OTHERS = SECOND.handling(Set.of(12L, 14L), false);

    /** The mark that the next process finds, and its verdicts on the records 12, 14, 15 and 20. */
    static final List<Arguments> VERDICTS = List.of(
            verdicts("a first start", FIRST, "FREE FREE FREE FREE"),
            verdicts("a stop in order", FIRST.stopped().begun(10, 20), "FREE FREE FREE FREE"),
            verdicts("an end without a record that waits", FIRST.begun(20, 20), "FREE FREE FREE FREE"),
            verdicts("one end", SECOND, "MARKED MARKED MARKED FREE"),
            verdicts("one end, then a stop in order", SECOND.stopped().begun(10, 20), "MARKED MARKED MARKED FREE"),
            verdicts("one end, then all are handled", SECOND.stopped().begun(20, 25), "FREE FREE FREE FREE"),
            verdicts("a second end before any was handled", SECOND.begun(10, 21), "MARKED MARKED MARKED MARKED"),
            verdicts("a second end with one", ALONE.begun(10, 20), "QUARANTINED MARKED MARKED FREE"),
            verdicts("a second end with one that was handled", ALONE.begun(13, 20), "MARKED MARKED MARKED FREE"),
            verdicts("a second end with two", AMONG_OTHERS.begun(10, 20), "ALONE ALONE MARKED FREE"),
            verdicts(
                    "a second end with one and a record without a mark",
                    SECOND.handling(Set.of(12L), false).begun(10, 20),
                    "ALONE MARKED MARKED FREE"),
            verdicts(
                    "a third end with one of two suspects",
                    AMONG_OTHERS.begun(10, 20).handling(Set.of(14L), true).begun(10, 20),
                    "ALONE QUARANTINED MARKED FREE"),
            verdicts(
                    "a third end with a suspect and another record",
                    AMONG_OTHERS.begun(10, 20).handling(Set.of(14L, 15L), false).begun(10, 20),
                    "ALONE QUARANTINED ALONE FREE"),
            verdicts(
                    "a stop in order after the second end",
                    ALONE.begun(10, 20).stopped().begun(10, 20),
                    "QUARANTINED MARKED MARKED FREE"));

    private static Arguments verdicts(String name, PartitionMark mark, String verdicts) {
        return Arguments.of(name, mark, verdicts);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("VERDICTS")
    void decidesByTheEndsOfEarlierProcesses(String name, PartitionMark mark, String expected) {
        String verdicts = LongStream.of(12, 14, 15, 20)
                .mapToObj(offset -> mark.verdict(offset, TWICE).toString())
                .collect(Collectors.joining(" "));

        assertEquals(expected, verdicts);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("VERDICTS")
    void isReadAsItWasWritten(String name, PartitionMark mark, String verdicts) {
        assertEquals(mark, PartitionMark.parse(mark.encode()));
    }

    @Test
    void toleratesAsManyEndsAsConfigured() {
        PartitionMark mark = SECOND;
        for (int ends = 2; ends <= 4; ends++) {
            mark = mark.handling(Set.of(12L), true).begun(10, 20);
            assertEquals(Verdict.ALONE, mark.verdict(12, 5), "after " + ends + " ends");
        }

        mark = mark.handling(Set.of(12L), true).begun(10, 20);

        assertEquals(Verdict.QUARANTINED, mark.verdict(12, 5));
    }

    @Test
    void fitsIntoTheMetadataOfAnOffset() {
        TreeMap<Long, Suspect> suspects = new TreeMap<>();
        TreeSet<Long> handled = new TreeSet<>();
        for (long offset = 0; offset < 10_000; offset++) {
            suspects.put(Long.MAX_VALUE / 10 - offset, new Suspect(100, true));
            handled.add(Long.MAX_VALUE / 10 - offset);
        }

        String encoded = new PartitionMark(true, 1, suspects, handled, false).encode();

        assertTrue(encoded.length() <= 4096, () -> encoded.length() + " characters");
        assertEquals(
                PartitionMark.MAX_OFFSETS,
                PartitionMark.parse(encoded).handled().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2 running 1 [] [] with",
                "1 running x [] [] with",
                "1 running 1 [1:x] [] with",
                "1 running 99999999999999999999 [] [] with",
                "1 running 1 [] [99999999999999999999] with"
            })
    void anyOtherTextIsNoMark(String metadata) {
        assertEquals(PartitionMark.NONE, PartitionMark.parse(metadata));
    }
}

package dev.millrace.messaging.continuity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.messaging.continuity.KafkaContinuity.Recreated;
import dev.millrace.messaging.continuity.KafkaContinuity.Replaced;
import dev.millrace.messaging.continuity.KafkaContinuity.Restored;
import dev.millrace.messaging.continuity.KafkaContinuity.Same;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class KafkaContinuityTest {
    private static final KafkaState UNKNOWN = new KafkaState("", Map.of(), Map.of());

    static final List<Arguments> STATES = List.of(
            arguments("the first state", UNKNOWN, state("a", "t1", 0, "u1", 7), Map.of(), new Same()),
            arguments("nothing new", state("a", "t1", 5, "u1", 7), state("a", "t1", 5, "u1", 7), at(4), new Same()),
            arguments("new records", state("a", "t1", 5, "u1", 7), state("a", "t1", 9, "u1", 7), at(8), new Same()),
            arguments(
                    "another cluster",
                    state("a", "t1", 5, "u1", 7),
                    state("b", "t1", 5, "u1", 7),
                    at(4),
                    new Replaced("a", "b")),
            arguments(
                    "an empty cluster",
                    state("a", "t1", 5, "u1", 7),
                    state("b", "t2", 0, "u2", 0),
                    at(4),
                    new Replaced("a", "b")),
            arguments(
                    "brokers that have no id",
                    state("", "t1", 5, "u1", 7),
                    state("", "t1", 6, "u1", 7),
                    at(4),
                    new Same()),
            arguments(
                    "a topic created again",
                    state("a", "t1", 5, "u1", 7),
                    state("a", "t2", 0, "u1", 7),
                    at(4),
                    new Recreated(Set.of("t"))),
            arguments(
                    "a topic created again, with more records than before",
                    state("a", "t1", 5, "u1", 7),
                    state("a", "t2", 9, "u1", 7),
                    at(4),
                    new Recreated(Set.of("t"))),
            arguments(
                    "fewer records than at the last comparison",
                    state("a", "t1", 5, "u1", 7),
                    state("a", "t1", 5, "u1", 6),
                    Map.of(),
                    new Restored(Set.of("u"))),
            arguments(
                    "fewer records than were acknowledged since",
                    state("a", "t1", 5, "u1", 7),
                    state("a", "t1", 6, "u1", 7),
                    at(6),
                    new Restored(Set.of("t"))),
            arguments(
                    "a record that was acknowledged before the first comparison",
                    UNKNOWN,
                    state("a", "t1", 0, "u1", 7),
                    at(0),
                    new Restored(Set.of("t"))),
            arguments(
                    "a topic created again in an older state",
                    state("a", "t1", 5, "u1", 7),
                    state("a", "t2", 0, "u1", 6),
                    at(4),
                    new Restored(Set.of("u"))),
            arguments("a topic that is gone", state("a", "t1", 5, "u1", 7), only("a", "u1", 7), at(4), new Same()));

    @ParameterizedTest(name = "{0}")
    @FieldSource("STATES")
    void aBreakIsSeenFromTheIdsAndTheEndsOfTheTopics(
            String name,
            KafkaState before,
            KafkaState now,
            Map<TopicPartition, Long> acknowledged,
            KafkaContinuity expected) {
        assertEquals(expected, KafkaContinuity.of(before, now, acknowledged));
    }

    @Test
    void aTopicThatWasGoneForAWhileIsComparedWithItsEarlierState() {
        KafkaState gone = only("a", "u1", 7).after(state("a", "t1", 5, "u1", 7));

        assertEquals(new Recreated(Set.of("t")), KafkaContinuity.of(gone, state("a", "t2", 0, "u1", 7), Map.of()));
        assertEquals(new Same(), KafkaContinuity.of(gone, state("a", "t1", 5, "u1", 8), Map.of()));
    }

    private static KafkaState state(String cluster, String idOfT, long endOfT, String idOfU, long endOfU) {
        return new KafkaState(
                cluster,
                Map.of("t", idOfT, "u", idOfU),
                Map.of(new TopicPartition("t", 0), endOfT, new TopicPartition("u", 0), endOfU));
    }

    private static KafkaState only(String cluster, String idOfU, long endOfU) {
        return new KafkaState(cluster, Map.of("u", idOfU), Map.of(new TopicPartition("u", 0), endOfU));
    }

    /** The highest acknowledged offset of the first topic. */
    private static Map<TopicPartition, Long> at(long offset) {
        return Map.of(new TopicPartition("t", 0), offset);
    }
}

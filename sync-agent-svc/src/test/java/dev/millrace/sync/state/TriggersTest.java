package dev.millrace.sync.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Triggers that arrive during a pass are merged into one. */
class TriggersTest {
    private static final Instant EARLY = Instant.parse("2030-01-01T12:00:00Z");
    private static final Instant LATE = EARLY.plusSeconds(60);
    private static final List<Trigger> CAUSES = List.of(Trigger.POLL, Trigger.APPLICATION, Trigger.START);
    private static final CommitId ONE = new CommitId("a".repeat(40));
    private static final CommitId TWO = new CommitId("b".repeat(40));
    private static final EventId FIRST = EventId.of("config.committed", "one");
    private static final EventId SECOND = EventId.of("config.committed", "two");
    private static final EventId DRIFT = EventId.of("drift.detected", "one");

    private static final Triggers COMMIT_AND_DRIFT = new Triggers(
            Optional.of(EARLY),
            Optional.of(Trigger.EVENT),
            Optional.of(ONE),
            Optional.of(FIRST),
            Optional.of(DRIFT),
            Set.of("one"),
            false,
            Set.of());

    static final List<Arguments> MERGED = List.of(
            arguments("nothing and nothing", Triggers.NONE, Triggers.NONE, Triggers.NONE),
            arguments(
                    "a poll and nothing",
                    Triggers.source(EARLY, Trigger.POLL),
                    Triggers.NONE,
                    Triggers.source(EARLY, Trigger.POLL)),
            arguments(
                    "nothing and a poll",
                    Triggers.NONE,
                    Triggers.source(EARLY, Trigger.POLL),
                    Triggers.source(EARLY, Trigger.POLL)),
            arguments(
                    "the source is read as of the later time",
                    Triggers.source(EARLY, Trigger.POLL),
                    Triggers.source(LATE, Trigger.POLL),
                    Triggers.source(LATE, Trigger.POLL)),
            arguments(
                    "a trigger that arrives late does not move the time back",
                    Triggers.source(LATE, Trigger.POLL),
                    Triggers.source(EARLY, Trigger.POLL),
                    Triggers.source(LATE, Trigger.POLL)),
            arguments(
                    "of two triggers without a commit the first is the cause",
                    Triggers.source(EARLY, Trigger.START),
                    Triggers.source(LATE, Trigger.POLL),
                    Triggers.source(LATE, Trigger.START)),
            arguments(
                    "a commit is the cause although a poll was first",
                    Triggers.source(EARLY, Trigger.POLL),
                    Triggers.committed(LATE, ONE, FIRST),
                    Triggers.committed(LATE, ONE, FIRST)),
            arguments(
                    "a commit stays the cause when a poll follows",
                    Triggers.committed(EARLY, ONE, FIRST),
                    Triggers.source(LATE, Trigger.POLL),
                    Triggers.committed(LATE, ONE, FIRST)),
            arguments(
                    "of two commits the later one counts",
                    Triggers.committed(EARLY, ONE, FIRST),
                    Triggers.committed(LATE, TWO, SECOND),
                    Triggers.committed(LATE, TWO, SECOND)),
            arguments(
                    "the same commit twice is one",
                    Triggers.committed(EARLY, ONE, FIRST),
                    Triggers.committed(EARLY, ONE, FIRST),
                    Triggers.committed(EARLY, ONE, FIRST)),
            arguments(
                    "a retry keeps the cause that was there",
                    Triggers.source(EARLY, Trigger.POLL),
                    Triggers.retry(LATE),
                    new Triggers(
                            Optional.of(LATE),
                            Optional.of(Trigger.POLL),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Set.of(),
                            true,
                            Set.of())),
            arguments(
                    "drift of two objects is both",
                    Triggers.drifted("one", DRIFT),
                    Triggers.drifted("two", DRIFT),
                    new Triggers(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(DRIFT),
                            Set.of("one", "two"),
                            false,
                            Set.of())),
            arguments(
                    "two acknowledgements are both",
                    Triggers.acknowledged(FIRST),
                    Triggers.acknowledged(SECOND),
                    new Triggers(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Set.of(),
                            false,
                            Set.of(FIRST, SECOND))),
            arguments(
                    "drift that is reported after a commit leaves the commit's event in its place",
                    Triggers.committed(EARLY, ONE, FIRST),
                    Triggers.drifted("one", DRIFT),
                    COMMIT_AND_DRIFT),
            arguments(
                    "and so does drift that was reported before",
                    Triggers.drifted("one", DRIFT),
                    Triggers.committed(EARLY, ONE, FIRST),
                    COMMIT_AND_DRIFT),
            arguments(
                    "an acknowledgement asks nothing of the source",
                    Triggers.acknowledged(FIRST),
                    Triggers.drifted("one", DRIFT),
                    new Triggers(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(DRIFT),
                            Set.of("one"),
                            false,
                            Set.of(FIRST))));

    @ParameterizedTest(name = "{0}")
    @FieldSource("MERGED")
    void twoAreMergedIntoOne(String name, Triggers earlier, Triggers later, Triggers merged) {
        assertThat(earlier.and(later)).as(name).isEqualTo(merged);
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theResultDoesNotDependOnWhenTheyAreMerged(long seed) {
        Random random = new Random(seed);
        Triggers a = some(random);
        Triggers b = some(random);
        Triggers c = some(random);

        assertThat(a.and(b).and(c)).as("seed " + seed).isEqualTo(a.and(b.and(c)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostInAnyOrder(long seed) {
        Random random = new Random(seed);
        List<Triggers> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(some(random));
        }
        Triggers inOrder = merged(all);

        Collections.shuffle(all, random);
        Triggers shuffled = merged(all);

        assertThat(shuffled.sourceAsOf()).as("seed " + seed).isEqualTo(inOrder.sourceAsOf());
        assertThat(shuffled.drifted()).as("seed " + seed).isEqualTo(inOrder.drifted());
        assertThat(shuffled.retry()).as("seed " + seed).isEqualTo(inOrder.retry());
        assertThat(shuffled.acknowledged()).as("seed " + seed).isEqualTo(inOrder.acknowledged());
        assertThat(shuffled.trigger().isPresent())
                .as("seed " + seed)
                .isEqualTo(inOrder.trigger().isPresent());
        assertThat(shuffled.commit().isPresent())
                .as("seed " + seed)
                .isEqualTo(inOrder.commit().isPresent());
    }

    private static Triggers merged(List<Triggers> all) {
        return all.stream().reduce(Triggers.NONE, Triggers::and);
    }

    private static Triggers some(Random random) {
        Instant at = EARLY.plusSeconds(random.nextInt(5));
        EventId id = EventId.of("some", Integer.toString(random.nextInt(4)));
        return switch (random.nextInt(6)) {
            case 0 -> Triggers.source(at, CAUSES.get(random.nextInt(CAUSES.size())));
            case 1 -> Triggers.committed(at, random.nextBoolean() ? ONE : TWO, id);
            case 2 -> Triggers.drifted("object " + random.nextInt(3), id);
            case 3 -> Triggers.retry(at);
            case 4 -> Triggers.acknowledged(id);
            default -> Triggers.NONE;
        };
    }

    @Test
    void onceTheSourceWasReadItsTimeAndItsCommitAreAnsweredButNotTheCause() {
        Triggers all = Triggers.committed(EARLY, ONE, FIRST)
                .and(Triggers.retry(EARLY))
                .and(Triggers.acknowledged(SECOND))
                .and(Triggers.drifted("one", DRIFT));

        assertThat(all.withoutSource())
                .isEqualTo(new Triggers(
                        Optional.empty(),
                        Optional.of(Trigger.EVENT),
                        Optional.empty(),
                        Optional.of(FIRST),
                        Optional.of(DRIFT),
                        Set.of("one"),
                        true,
                        Set.of(SECOND)));
    }

    @Test
    void theSourceIsNotConcernedByDriftRetriesAndAcknowledgements() {
        Triggers all = Triggers.drifted("one", DRIFT).and(Triggers.retry(LATE)).and(Triggers.acknowledged(FIRST));

        assertThat(all.ofSource())
                .isEqualTo(new Triggers(
                        Optional.of(LATE),
                        Optional.of(Trigger.APPLICATION),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(DRIFT),
                        Set.of(),
                        false,
                        Set.of()));
    }

    @Test
    void onlyAcknowledgementsAloneChangeNothing() {
        Triggers acknowledged = Triggers.acknowledged(FIRST);

        assertThat(acknowledged.isAcknowledgement()).isTrue();
        assertThat(acknowledged.and(Triggers.acknowledged(SECOND)).isAcknowledgement())
                .isTrue();
        assertThat(Triggers.NONE.isAcknowledgement()).isFalse();
        assertThat(acknowledged.and(Triggers.drifted("one", DRIFT)).isAcknowledgement())
                .isFalse();
        assertThat(acknowledged.and(Triggers.source(EARLY, Trigger.POLL)).isAcknowledgement())
                .isFalse();
    }
}

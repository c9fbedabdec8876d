package dev.millrace.sync.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.lead.Overrun;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Suspected, compared, restored: each object is in one of these states, and none is forgotten. */
class DriftStateTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final ObjectRef ONE = new ObjectRef("v1", "ConfigMap", Optional.of("shop"), "one");
    private static final String FIRST = ONE.identity();
    private static final Overrun REQUEST = new Overrun("12:00 by agent", List.of(ONE));

    @Test
    void suspectingTheSameObjectTwiceChangesNothing() {
        DriftState once = DriftState.NONE.suspecting(List.of(FIRST));

        assertThat(once.suspecting(List.of(FIRST))).isSameAs(once);
        assertThat(once.suspecting(List.of())).isSameAs(once);
        assertThat(once.suspecting(List.of("two")).suspected()).containsExactlyInAnyOrder(FIRST, "two");
    }

    @Test
    void aComparisonAnswersEverySuspicion() {
        DriftState state = DriftState.NONE.suspecting(List.of("same", "differs", "gone"));

        DriftState compared = state.compared(
                Set.of("same", "differs", "gone"),
                Set.of("gone"),
                Map.of("differs", "data.a", "gone", "it is missing"),
                true);

        assertThat(compared)
                .isEqualTo(new DriftState(
                        Set.of(),
                        Set.of("differs", "gone"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of("gone"),
                        Map.of("differs", "data.a", "gone", "it is missing"),
                        HealHistory.NONE));
    }

    @Test
    void driftThatIsNotRestoredIsKnownAllTheSame() {
        DriftState compared = DriftState.NONE.compared(Set.of("one"), Set.of(), Map.of("one", "data.a"), false);

        assertThat(compared.differing()).isEmpty();
        assertThat(compared.restorable(NOW)).isEmpty();
        assertThat(compared.open()).containsExactly(Map.entry("one", "data.a"));
    }

    @Test
    void whatWasNotComparedKeepsItsState() {
        DriftState before = DriftState.NONE.compared(
                Set.of("one", "two"), Set.of("two"), Map.of("one", "data.a", "two", "it is missing"), true);

        DriftState after = before.compared(Set.of("one"), Set.of(), Map.of(), true);

        assertThat(after.differing()).containsExactly("two");
        assertThat(after.missing()).containsExactly("two");
        assertThat(after.open()).containsOnlyKeys("two");
    }

    @Test
    void driftOfManyObjectsIsCountedUpToALimitButAllIsRestored() {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < 1_500; i++) {
            fields.put("object " + i, "data");
        }

        DriftState compared = DriftState.NONE.compared(fields.keySet(), Set.of(), fields, true);
        DriftState again = compared.compared(Set.of("another"), Set.of(), Map.of("another", "data"), true);

        assertThat(compared.open()).hasSize(1_000);
        assertThat(compared.differing()).hasSize(1_500);
        assertThat(again.open()).hasSize(1_000).doesNotContainKey("another");
        assertThat(again.differing()).hasSize(1_501);
    }

    @Test
    void aRequestOfADeposedAgentIsAnsweredOnce() {
        DriftState asked = DriftState.NONE.rechecking(Optional.of(REQUEST));
        DriftState answered = asked.compared(Set.of(FIRST), Set.of(), Map.of(), false);

        assertThat(asked.recheck()).contains(REQUEST);
        assertThat(answered.recheck()).isEmpty();
        assertThat(answered.rechecked()).contains(REQUEST);
        assertThat(answered.rechecking(Optional.of(REQUEST)).recheck())
                .as("the annotation is still there")
                .isEmpty();
    }

    @Test
    void aLaterRequestIsAnotherOne() {
        Overrun later = new Overrun("12:01 by agent", List.of());
        DriftState answered =
                DriftState.NONE.rechecking(Optional.of(REQUEST)).compared(Set.of(), Set.of(), Map.of(), false);

        DriftState asked = answered.rechecking(Optional.of(later));

        assertThat(asked.recheck()).contains(later);
        assertThat(asked.rechecked()).contains(REQUEST);
        assertThat(asked.rechecking(Optional.empty()).recheck())
                .as("the user removed the annotation")
                .isEmpty();
    }

    @Test
    void anOrdinaryComparisonDoesNotForgetTheAnsweredRequest() {
        DriftState answered =
                DriftState.NONE.rechecking(Optional.of(REQUEST)).compared(Set.of(), Set.of(), Map.of(), false);

        DriftState compared = answered.suspecting(List.of("one")).compared(Set.of("one"), Set.of(), Map.of(), true);

        assertThat(compared.rechecked()).contains(REQUEST);
    }

    @Test
    void anAttemptRestoresWhatItNamesAndWhatIsMissing() {
        DriftState drifted = DriftState.NONE.compared(
                Set.of("one", "two"), Set.of("two"), Map.of("one", "data.a", "two", "it is missing"), true);

        DriftState healing = drifted.healing(Set.of("one"), NOW);

        assertThat(healing.differing()).containsExactly("two");
        assertThat(healing.missing()).as("the plan creates it").isEmpty();
        assertThat(healing.open()).containsOnlyKeys("two");
        assertThat(healing.heals()).isEqualTo(HealHistory.NONE.healed(Set.of("one"), NOW));
    }

    @Test
    void anAppliedObjectDiffersNoLongerAndKeepsItsHistory() {
        DriftState drifted = DriftState.NONE
                .healing(Set.of(FIRST), NOW)
                .compared(Set.of(FIRST, "two"), Set.of(FIRST), Map.of(FIRST, "it is missing", "two", "data"), true);

        DriftState settled = drifted.settled(List.of(ONE));

        assertThat(settled.differing()).containsExactly("two");
        assertThat(settled.missing()).isEmpty();
        assertThat(settled.open()).containsOnlyKeys("two");
        assertThat(settled.heals()).isEqualTo(drifted.heals());
    }

    @Test
    void aContestedObjectIsNeitherRestoredNorComparedBeforeItsPauseIsOver() {
        DriftState state = DriftState.NONE;
        for (int i = 0; i < 3; i++) {
            state = state.healing(Set.of("one"), NOW.plusSeconds(i));
        }
        DriftState contested = state.compared(Set.of("one", "two"), Set.of(), Map.of("one", "a", "two", "b"), true);
        Instant pauseEnds = NOW.plusSeconds(2).plus(Duration.ofMinutes(5));

        assertThat(contested.restorable(pauseEnds.minusNanos(1))).containsExactly("two");
        assertThat(contested.toCompare(pauseEnds.minusNanos(1))).containsExactly("two");
        assertThat(contested.restorable(pauseEnds)).containsExactlyInAnyOrder("one", "two");
        assertThat(contested.suspecting(List.of("one")).toCompare(NOW.plusSeconds(3)))
                .as("a new report of drift is compared, whatever may be restored")
                .containsExactlyInAnyOrder("one", "two");
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noSuspectedObjectIsForgottenBeforeItIsCompared(long seed) {
        Random random = new Random(seed);
        DriftState state = DriftState.NONE;
        Set<String> unanswered = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            String object = "object " + random.nextInt(5);
            Instant now = NOW.plusSeconds(i);
            switch (random.nextInt(5)) {
                case 0 -> {
                    state = state.suspecting(List.of(object));
                    unanswered.add(object);
                }
                case 1 -> {
                    state = state.compared(state.toCompare(now), Set.of(), Map.of(object, "data"), true);
                    unanswered.clear();
                }
                case 2 -> state = state.healing(Set.of(object), now);
                case 3 -> state = state.settled(List.of(ONE));
                default -> state = state.comparingAllAt(Optional.of(now)).rechecking(Optional.of(REQUEST));
            }

            assertThat(state.toCompare(now)).as("seed " + seed).containsAll(unanswered);
            assertThat(state.open().keySet()).as("seed " + seed).containsAll(state.differing());
        }
    }
}

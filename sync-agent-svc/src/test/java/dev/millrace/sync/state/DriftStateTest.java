package dev.millrace.sync.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.EventId;
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
    private static final DriftState.HealTimes ALWAYS = (identity, since) -> Optional.of(since);
    private static final DriftState.HealTimes NEVER = (identity, since) -> Optional.empty();
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
                ALWAYS,
                NOW);

        assertThat(compared)
                .isEqualTo(new DriftState(
                        Set.of(),
                        Map.of(),
                        Map.of("differs", drift("data.a"), "gone", drift("it is missing")),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of("gone"),
                        HealHistory.NONE));
    }

    private static OpenDrift drift(String fields) {
        return new OpenDrift(fields, NOW, Optional.of(NOW), Optional.empty());
    }

    @Test
    void driftThatIsNotRestoredIsKnownAllTheSame() {
        DriftState compared = DriftState.NONE.compared(Set.of("one"), Set.of(), Map.of("one", "data.a"), NEVER, NOW);

        assertThat(compared.differing()).isEmpty();
        assertThat(compared.restorable(NOW)).isEmpty();
        assertThat(compared.open()).containsOnlyKeys("one");
        assertThat(compared.open().get("one")).extracting(OpenDrift::fields).isEqualTo("data.a");
    }

    @Test
    void whatWasNotComparedKeepsItsState() {
        DriftState before = DriftState.NONE.compared(
                Set.of("one", "two"), Set.of("two"), Map.of("one", "data.a", "two", "it is missing"), ALWAYS, NOW);

        DriftState after = before.compared(Set.of("one"), Set.of(), Map.of(), ALWAYS, NOW);

        assertThat(after.differing()).containsExactly("two");
        assertThat(after.missing()).containsExactly("two");
        assertThat(after.open()).containsOnlyKeys("two");
    }

    @Test
    void aRequestOfADeposedAgentIsAnsweredOnce() {
        DriftState asked = DriftState.NONE.rechecking(Optional.of(REQUEST));
        DriftState answered = asked.compared(Set.of(FIRST), Set.of(), Map.of(), NEVER, NOW);

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
                DriftState.NONE.rechecking(Optional.of(REQUEST)).compared(Set.of(), Set.of(), Map.of(), NEVER, NOW);

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
                DriftState.NONE.rechecking(Optional.of(REQUEST)).compared(Set.of(), Set.of(), Map.of(), NEVER, NOW);

        DriftState compared =
                answered.suspecting(List.of("one")).compared(Set.of("one"), Set.of(), Map.of(), ALWAYS, NOW);

        assertThat(compared.rechecked()).contains(REQUEST);
    }

    private static DriftState differing(String... identities) {
        Map<String, String> fields = new HashMap<>();
        List.of(identities).forEach(identity -> fields.put(identity, "data"));
        return DriftState.NONE.compared(fields.keySet(), Set.of(), fields, ALWAYS, NOW);
    }

    @Test
    void driftStaysOpenUntilTheObjectIsStored() {
        DriftState healing = differing(FIRST, "two").healing(Set.of(FIRST));
        DriftState stored = healing.stored(List.of(ONE), NOW);

        assertThat(healing.differing()).containsExactlyInAnyOrder(FIRST, "two");
        assertThat(healing.restorable(NOW)).as("one is being restored").containsExactly("two");
        assertThat(stored.differing()).containsExactly("two");
        assertThat(stored.heals()).isEqualTo(HealHistory.NONE.healed(Map.of(FIRST, "data"), NOW));
    }

    @Test
    void aFailedRestorationStaysOpenAndIsTriedAgainLaterAndLater() {
        DriftState failed = differing(FIRST, "two").healing(Set.of(FIRST)).failed(NOW);
        DriftState again = failed.healing(Set.of(FIRST)).failed(NOW.plusSeconds(60));

        assertThat(failed.differing()).contains(FIRST);
        assertThat(failed.restorable(NOW)).as("others don't wait for it").containsExactly("two");
        assertThat(failed.restorable(NOW.plusSeconds(60))).contains(FIRST);
        assertThat(failed.heals().contested(NOW)).as("nobody contests it").isEmpty();
        assertThat(again.restorable(NOW.plusSeconds(179))).doesNotContain(FIRST);
        assertThat(again.restorable(NOW.plusSeconds(180))).contains(FIRST);
    }

    @Test
    void aRestorationThatAnotherAttemptTookThePlaceOfIsMadeAgainAtOnce() {
        DriftState superseded = differing(FIRST).healing(Set.of(FIRST)).superseded();

        assertThat(superseded.restorable(NOW)).containsExactly(FIRST);
    }

    @Test
    void whatASuccessfulAttemptLeavesAloneIsNoDrift() {
        assertThat(differing(FIRST, "two").healing(Set.of(FIRST)).succeeded().differing())
                .containsExactly("two");
    }

    @Test
    void anObjectWithADelayIsComparedAndRestoredWhenThatIsOver() {
        DriftState.HealTimes delayed = (identity, since) -> Optional.of(since.plusSeconds(600));
        DriftState found = DriftState.NONE.compared(Set.of(FIRST), Set.of(), Map.of(FIRST, "data"), delayed, NOW);
        DriftState again =
                found.compared(Set.of(FIRST), Set.of(), Map.of(FIRST, "data"), delayed, NOW.plusSeconds(300));

        assertThat(found.next(NOW)).contains(NOW.plusSeconds(600));
        assertThat(found.toCompare(NOW.plusSeconds(599))).isEmpty();
        assertThat(again.restorable(NOW.plusSeconds(600)))
                .as("the delay begins when the drift is found")
                .containsExactly(FIRST);
    }

    @Test
    void aWindowThatClosedInTheMeantimeIsWaitedForAgain() {
        DriftState due = differing(FIRST);
        DriftState.HealTimes tomorrow = (identity, since) -> Optional.of(NOW.plus(Duration.ofDays(1)));

        DriftState compared = due.compared(Set.of(FIRST), Set.of(), Map.of(FIRST, "data"), tomorrow, NOW);

        assertThat(compared.restorable(NOW)).isEmpty();
        assertThat(compared.next(NOW)).contains(NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void aRestoredObjectIsComparedAgainLaterAndLaterForMinutes() {
        DriftState state = differing(FIRST).healing(Set.of(FIRST)).stored(List.of(ONE), NOW);
        Instant now = NOW;
        int checks = 0;
        for (Optional<Instant> next = state.next(now); next.isPresent(); next = state.next(now)) {
            now = next.get();
            assertThat(state.toCompare(now)).containsExactly(FIRST);
            state = state.compared(Set.of(FIRST), Set.of(), Map.of(), ALWAYS, now);
            checks++;
        }

        assertThat(checks).isEqualTo(9);
        assertThat(Duration.between(NOW, now)).isGreaterThan(Duration.ofMinutes(10));
    }

    @Test
    void theEventThatReportedDriftIsKnownUntilTheObjectIsRestored() {
        EventId event = EventId.of("drift.detected", "one");
        DriftState later = DriftState.NONE
                .suspecting(List.of(FIRST), Optional.of(event))
                .compared(Set.of(FIRST), Set.of(), Map.of(FIRST, "data"), ALWAYS, NOW)
                .compared(Set.of(FIRST), Set.of(), Map.of(FIRST, "data"), ALWAYS, NOW.plusSeconds(60));

        assertThat(later.reportsOf(Set.of(FIRST))).containsExactly(event);
        assertThat(later.stored(List.of(ONE), NOW).reportsOf(Set.of(FIRST))).isEmpty();
    }

    @Test
    void anAppliedObjectDiffersNoLonger() {
        DriftState drifted = DriftState.NONE.compared(
                Set.of(FIRST, "two"), Set.of(FIRST), Map.of(FIRST, "it is missing", "two", "data"), ALWAYS, NOW);

        DriftState settled = drifted.settled(List.of(ONE));

        assertThat(settled.differing()).containsExactly("two");
        assertThat(settled.missing()).isEmpty();
        assertThat(settled.open()).containsOnlyKeys("two");
    }

    @Test
    void aContestedObjectIsNeitherRestoredNorComparedBeforeItsPauseIsOver() {
        DriftState state = DriftState.NONE;
        for (int i = 0; i < 3; i++) {
            state = state.compared(Set.of(FIRST), Set.of(), Map.of(FIRST, "a"), ALWAYS, NOW)
                    .healing(Set.of(FIRST))
                    .stored(List.of(ONE), NOW.plusSeconds(i));
        }
        DriftState contested = state.compared(
                Set.of(FIRST, "two"), Set.of(), Map.of(FIRST, "a", "two", "b"), ALWAYS, NOW.plusSeconds(3));
        Instant pauseEnds = NOW.plusSeconds(2).plus(Duration.ofMinutes(5));

        assertThat(contested.restorable(pauseEnds.minusNanos(1))).containsExactly("two");
        assertThat(contested.restorable(pauseEnds)).containsExactlyInAnyOrder(FIRST, "two");
        assertThat(contested.heals().contested(NOW.plusSeconds(4))).containsExactly(FIRST);
        assertThat(contested.suspecting(List.of(FIRST)).toCompare(NOW.plusSeconds(3)))
                .as("a new report of drift is compared, whatever may be restored")
                .containsExactlyInAnyOrder(FIRST, "two");
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
                    state = state.compared(state.toCompare(now), Set.of(), Map.of(object, "data"), ALWAYS, NOW);
                    unanswered.clear();
                }
                case 2 -> state = state.healing(Set.of(object));
                case 3 -> state = random.nextBoolean() ? state.settled(List.of(ONE)) : state.failed(now);
                default -> state = state.comparingAllAt(Optional.of(now)).rechecking(Optional.of(REQUEST));
            }

            assertThat(state.toCompare(now)).as("seed " + seed).containsAll(unanswered);
            assertThat(state.open().keySet()).as("seed " + seed).containsAll(state.differing());
        }
    }
}

package dev.millrace.sync.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sync.Sample;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.state.AttemptState.Removing.Order;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each state owns its counters: what begins a state begins its counters. */
class AttemptStateTest {
    private static final Work WORK = Sample.work(Sample.pruning(new Pruning.Allowed(), "old", "older"), 2);
    private static final Set<String> OLD_ONES =
            Set.of(Sample.ref("old").identity(), Sample.ref("older").identity());

    @Test
    void eachStepAddsWhatItStoredAndANewerVersionReplacesTheOlderOne() {
        AttemptState.Applying begun = new AttemptState.Applying(WORK, 0, Map.of(Sample.ref("one"), "1"));

        AttemptState.Applying after = begun.afterStep(Map.of(Sample.ref("one"), "5", Sample.ref("two"), "6"))
                .afterStep(Map.of());

        assertThat(after)
                .isEqualTo(new AttemptState.Applying(WORK, 2, Map.of(Sample.ref("one"), "5", Sample.ref("two"), "6")));
        assertThat(begun.stepsDone()).as("the state before is unchanged").isZero();
    }

    @Test
    void versionsThatWereStoredOutliveTheStatesOfAnAttempt() {
        Map<dev.millrace.events.value.ObjectRef, String> stored = Map.of(Sample.ref("one"), "5");

        AttemptState.Settling settling = new AttemptState.Applying(WORK, 3, stored).settling();
        AttemptState.Removing removing = settling.removing();

        assertThat(settling).isEqualTo(new AttemptState.Settling(WORK, stored));
        assertThat(removing).isEqualTo(new AttemptState.Removing(WORK, Order.AFTER_HEALTHY, 0, stored));
        assertThat(removing.settling()).isEqualTo(new AttemptState.Settling(WORK.withoutPrune(), stored));
    }

    @Test
    void whatHadToGoFirstIsFollowedByAllSteps() {
        AttemptState.Removing first =
                new AttemptState.Removing(WORK, Order.BEFORE_APPLY, 4, Map.of(Sample.ref("one"), "5"));

        assertThat(first.applying()).isEqualTo(new AttemptState.Applying(WORK, 0, Map.of(Sample.ref("one"), "5")));
    }

    @Test
    void checksOfARoundAreCountedUntilSomethingWasDeleted() {
        AttemptState.Removing removing = new AttemptState.Removing(WORK, Order.AFTER_HEALTHY, 0, Map.of());
        AttemptState.Ending ending = new AttemptState.Ending(List.of(), 0, 3);

        assertThat(removing.checked().checked().checks()).isEqualTo(2);
        assertThat(removing.checked().advanced()).isEqualTo(removing);
        assertThat(ending.checked().checked()).isEqualTo(new AttemptState.Ending(List.of(), 2, 3));
        assertThat(ending.checked().advanced())
                .as("failed attempts still count")
                .isEqualTo(ending);
    }

    @Test
    void objectsThatAreNoLongerDesiredDoNotCountUntilTheyAreGone() {
        AttemptState.Settling settling = new AttemptState.Settling(WORK, Map.of());

        assertThat(new AttemptState.Applying(WORK, 0, Map.of()).undesired()).isEqualTo(OLD_ONES);
        assertThat(settling.undesired()).isEqualTo(OLD_ONES);
        assertThat(settling.removing().undesired()).isEqualTo(OLD_ONES);
        assertThat(settling.withoutPrune().undesired()).isEmpty();
        assertThat(settling.removing().settling().undesired()).isEmpty();
    }

    @Test
    void noObjectOfADeletedApplicationIsDesired() {
        AttemptState.Ending ending = new AttemptState.Ending(
                List.of(new Operation.Prune(Sample.ref("old"), "a"), new Operation.Prune(Sample.ref("older"), "")),
                0,
                0);

        assertThat(ending.undesired()).isEqualTo(OLD_ONES);
        assertThat(ending.stored()).isEmpty();
    }

    @Test
    void anotherTimeForTheNextTryChangesNothingElse() {
        Instant now = Sample.NOW;
        AttemptState.Idle idle = new AttemptState.Idle(Optional.empty(), 4, OLD_ONES, Map.of(Sample.ref("one"), "5"));

        assertThat(idle.retryingAt(now))
                .isEqualTo(new AttemptState.Idle(Optional.of(now), 4, OLD_ONES, Map.of(Sample.ref("one"), "5")));
    }

    @Test
    void theWorkOfAnAttemptKeepsItsFailuresWhenNothingIsLeftToPrune() {
        Work without = WORK.withoutPrune();

        assertThat(without).isEqualTo(Sample.work(Sample.pruning(new Pruning.Allowed()), 2));
        assertThat(without.withoutPrune()).isEqualTo(without);
    }

    @Test
    void aNewProcessKnowsNothingOfAnInterruptedAttempt() {
        AttemptState interrupted = new AttemptState.Interrupted();

        assertThat(interrupted.stored()).isEmpty();
        assertThat(interrupted.undesired()).isEmpty();
    }
}

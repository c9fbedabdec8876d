package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.sync.lead.Overrun;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.state.DriftState;
import dev.millrace.sync.state.HealHistory;
import dev.millrace.sync.state.OpenDrift;
import dev.millrace.sync.state.SourceState;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.state.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** An application in this process: what a new process, or a failed pass, leaves of it. */
class TrackedApplicationTest {
    private static final Triggers POLL = Triggers.source(Sample.NOW, Trigger.POLL);
    private static final Overrun REQUEST = new Overrun("12:00 by agent", List.of());
    private static final Work HEALING =
            new Work(Sample.pruning(new Pruning.Allowed(), "old"), Inputs.NONE, Set.of("restored"), Set.of(), 0);

    @Test
    void aRunningAttemptInTheRecordWasInterrupted() {
        assertThat(new TrackedApplication(Sample.begun()).attempt()).isEqualTo(new AttemptState.Interrupted());
        assertThat(new TrackedApplication(Sample.applied("one")).attempt())
                .isEqualTo(new AttemptState.Idle(Optional.empty(), 0, Set.of(), Map.of()));
        assertThat(new TrackedApplication(Sample.ledger()).attempt()).isEqualTo(AttemptState.NEW);
    }

    @Test
    void aChangeOfTheLedgerIsUnrecordedUntilItIsUndoneOrSaved() {
        TrackedApplication tracked = new TrackedApplication(Sample.applied("one"));
        assertThat(tracked.isUnrecorded()).isFalse();

        tracked.set(tracked.ledger().applying(List.of(Sample.ref("two"))));
        assertThat(tracked.isUnrecorded()).isTrue();

        tracked.set(tracked.ledger().notIntending(List.of(Sample.ref("two"))));
        assertThat(tracked.isUnrecorded()).as("as it was recorded").isFalse();

        tracked.set(tracked.ledger().applying(List.of(Sample.ref("two"))));
        tracked.setRecorded();
        assertThat(tracked.isUnrecorded()).isFalse();
    }

    static final List<Arguments> STATES = List.of(
            arguments(new AttemptState.Applying(HEALING, 0, Map.of()), Set.of("suspected", "differs")),
            arguments(new AttemptState.Settling(HEALING, Map.of()), Set.of("suspected", "differs")),
            arguments(new AttemptState.Settling(HEALING, Map.of()).removing(), Set.of("suspected", "differs")),
            arguments(AttemptState.NEW, Set.of("suspected", "differs")),
            arguments(new AttemptState.Interrupted(), Set.of("suspected", "differs")),
            arguments(new AttemptState.Ending(List.of(), 0, 0), Set.of("suspected", "differs")));

    @ParameterizedTest(name = "{0}")
    @FieldSource("STATES")
    void aFailedPassLeavesItsDemandAndEverythingThatMayDiffer(AttemptState state, Set<String> suspected) {
        TrackedApplication tracked = new TrackedApplication(Sample.applied("one"));
        DriftState drift = DriftState.NONE
                .compared(
                        Set.of("differs"),
                        Set.of("differs"),
                        Map.of("differs", "it is missing"),
                        (one, since) -> Optional.of(since),
                        Sample.NOW)
                .suspecting(List.of("suspected"));
        tracked.set(drift);
        tracked.set(SourceState.UNKNOWN.asked(POLL));
        tracked.set(state);

        assertThat(tracked.unanswered()).isEqualTo(new TrackedApplication.Unanswered(POLL, suspected, drift));
    }

    @Test
    void whatWasLeftIsTakenOverAndTheRequestOfADeposedAgentIsAnsweredAgain() {
        HealHistory heals = HealHistory.NONE.healed(Map.of("one", "data.a"), Sample.NOW);
        Map<String, OpenDrift> open =
                Map.of("differs", new OpenDrift("data", Sample.NOW, Optional.of(Sample.NOW), Optional.empty()));
        DriftState drift = new DriftState(
                Set.of("suspected"),
                Map.of(),
                open,
                Set.of("differs"),
                Optional.of(REQUEST),
                Optional.of(REQUEST),
                Optional.of(Sample.NOW),
                Set.of("gone"),
                heals);
        TrackedApplication tracked = new TrackedApplication(Sample.applied("one"));
        tracked.set(SourceState.UNKNOWN.asked(Triggers.NONE));

        tracked.resume(new TrackedApplication.Unanswered(POLL, Set.of("suspected", "differs"), drift));

        assertThat(tracked.source()).isEqualTo(SourceState.UNKNOWN.asked(POLL));
        assertThat(tracked.drift())
                .isEqualTo(new DriftState(
                        Set.of("suspected", "differs"),
                        Map.of(),
                        open,
                        Set.of(),
                        Optional.of(REQUEST),
                        Optional.empty(),
                        Optional.of(Sample.NOW),
                        Set.of("gone"),
                        heals));
    }

    @Test
    void onlyDesiredObjectsCountEachInTheVersionThatWasStored() {
        TrackedApplication tracked = new TrackedApplication(Sample.applied("one", "two", "old"));
        tracked.set(new AttemptState.Settling(HEALING, Map.of(Sample.ref("one"), "5", Sample.ref("old"), "6")));

        assertThat(tracked.desired()).isEqualTo(Map.of(Sample.ref("one"), "5", Sample.ref("two"), ""));
        assertThat(tracked.objects()).isEqualTo(Set.of(Sample.ref("one"), Sample.ref("two"), Sample.ref("old")));
    }

    @Test
    void objectsThatRemoveThemselvesAreNamed() {
        AppliedObject job = new AppliedObject(Sample.ref("job"), "uid", "hash", Optional.empty(), 0, true);
        TrackedApplication tracked =
                new TrackedApplication(Sample.applied("one").having(List.of(job)));

        assertThat(tracked.selfRemoving()).containsExactly(Sample.ref("job"));
    }

    private static final DriftState ANSWERED = new DriftState(
            Set.of(),
            Map.of(),
            Map.of(),
            Set.of(),
            Optional.empty(),
            Optional.of(REQUEST),
            Optional.empty(),
            Set.of(),
            HealHistory.NONE);

    static final List<Arguments> RECHECKED = List.of(
            arguments("nothing was requested", DriftState.NONE, false, false),
            arguments("compared, and all is the same", ANSWERED, false, true),
            arguments(
                    "another request is open",
                    ANSWERED.rechecking(Optional.of(new Overrun("later", List.of()))),
                    false,
                    false),
            arguments("an object is suspected", ANSWERED.suspecting(List.of("one")), false, false),
            arguments(
                    "an object differs",
                    ANSWERED.compared(
                            Set.of("one"),
                            Set.of(),
                            Map.of("one", "data"),
                            (one, since) -> Optional.of(since),
                            Sample.NOW),
                    false,
                    false),
            arguments("an attempt restores the objects", ANSWERED, true, false));

    @ParameterizedTest(name = "{0}: {3}")
    @FieldSource("RECHECKED")
    void aRecheckIsDoneWhenAllIsAsRecorded(String name, DriftState drift, boolean running, boolean done) {
        TrackedApplication tracked = new TrackedApplication(running ? Sample.begun() : Sample.applied("one"));
        tracked.set(drift);

        assertThat(tracked.isRechecked()).as(name).isEqualTo(done);
    }

    @Test
    void progressIsNotedOnlyWhileAnAttemptRuns() {
        TrackedApplication running = new TrackedApplication(Sample.begun());
        running.note(attempt -> attempt.appliedAt(Sample.NOW));
        assertThat(running.running()).isEqualTo(Sample.attempt(1).appliedAt(Sample.NOW));

        TrackedApplication resting = new TrackedApplication(Sample.applied("one"));
        assertThatThrownBy(() -> resting.note(Attempt::applying)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aConfirmationIsForTheRevisionOfTheRunningAttempt() {
        Subject app = Sample.asked(new Subject.Asked(Optional.of("all"), Optional.empty(), Optional.empty(), false));

        assertThat(new TrackedApplication(Sample.begun()).confirmation(app))
                .isEqualTo(new dev.millrace.sync.plan.object.Confirmation(Sample.NEW, Optional.of("all")));
    }
}

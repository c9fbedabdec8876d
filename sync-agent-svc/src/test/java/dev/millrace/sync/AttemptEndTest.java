package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.Health;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.SyncCompleted.Outcome;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.health.RolloutCauses;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanStep;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.plan.Stage;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.state.AttemptState.Removing.Order;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.Failure.Kind;
import dev.millrace.sync.state.Work;
import dev.millrace.sync.steer.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Each attempt ends in exactly one outcome, and its counters end with it. */
class AttemptEndTest {
    private static final SyncPlan PLAN = new SyncPlan(
            List.of(step("one"), step("two")),
            List.of(),
            List.of(),
            List.of(new Operation.Prune(Sample.ref("old"), "uid-old")),
            new Pruning.Allowed());
    private static final Work WORK = Sample.work(PLAN, 2);
    private static final Set<String> OLD_ONE = Set.of(Sample.ref("old").identity());
    private static final ObjectFailure REFUSED =
            new ObjectFailure(Sample.ref("two"), FailureKind.REJECTED, "forbidden", false, List.of());

    private final ApiStandIn api = new ApiStandIn();
    private final HandClock clock = new HandClock();
    private final AttemptEnd ending = new AttemptEnd(
            identity -> new RolloutCauses(api.client(), ref -> Optional.empty()), Optional::empty, clock);

    private static PlanStep step(String name) {
        return new PlanStep(
                0,
                Stage.GROUND,
                List.of(new Operation.Create(ManifestReader.read(
                                name + ".yaml",
                                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s, namespace: shop}\n"
                                        .formatted(name))
                        .objects()
                        .getFirst())));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static Pass pass(Ledger ledger, AttemptState state) {
        TrackedApplication tracked = new TrackedApplication(ledger);
        tracked.set(state);
        return new Pass(Sample.subject(), tracked, false, Sample.NOW);
    }

    private static Ledger running(Attempt.Work done, boolean applied) {
        Attempt attempt = Sample.attempt(1).with(done);
        return Sample.begun().running(applied ? attempt.appliedAt(Sample.NOW) : attempt);
    }

    private static SyncCompleted only(Pass pass) {
        assertThat(pass.ended()).hasSize(1);
        SyncCompleted outcome = pass.ended().getFirst().outcome();
        assertThat(pass.tracked().ledger().outbox())
                .extracting(envelope -> (Object) envelope.event())
                .containsExactly(outcome);
        return outcome;
    }

    @Test
    void aSuccessAppliesTheRevisionAndForgetsEarlierFailures() {
        Map<dev.millrace.events.value.ObjectRef, String> stored = Map.of(Sample.ref("one"), "5");
        Pass pass = pass(running(Attempt.Work.NONE, true), new AttemptState.Settling(WORK, stored));
        pass.found(findings -> findings.with(Sample.health(Health.Healthy, "")));

        ending.succeed(pass);

        assertThat(only(pass).outcome()).isEqualTo(Outcome.Succeeded);
        assertThat(only(pass).healthyAt()).contains(clock.instant());
        assertThat(pass.ended().getFirst().reason()).contains("COMMIT");
        assertThat(pass.tracked().ledger().revision()).contains(Sample.NEW);
        assertThat(pass.tracked().ledger().running()).isEmpty();
        assertThat(pass.tracked().ledger().noted().publishedHealth()).contains(Health.Healthy);
        assertThat(pass.tracked().attempt()).isEqualTo(new AttemptState.Idle(Optional.empty(), 0, Set.of(), stored));
    }

    private static Arguments fails(String name, Kind kind, String detail, AttemptState state, String message) {
        return arguments(name, new Step.Fail(kind, detail, false), state, message);
    }

    static final List<Arguments> MESSAGES = List.of(
            fails(
                    "objects were refused",
                    Kind.REFUSED,
                    "",
                    new AttemptState.Applying(WORK, 2, Map.of()),
                    "ConfigMap shop/two: forbidden"),
            fails(
                    "objects are unhealthy",
                    Kind.UNHEALTHY,
                    "",
                    new AttemptState.Settling(WORK, Map.of()),
                    "ConfigMap shop/one: it crashes"),
            fails(
                    "a wave is unhealthy, and later ones are not applied",
                    Kind.UNHEALTHY,
                    "",
                    new AttemptState.Applying(WORK, 1, Map.of()),
                    "ConfigMap shop/one: it crashes; not applied: ConfigMap shop/two"),
            fails(
                    "deletions were blocked",
                    Kind.BLOCKED,
                    "a finalizer",
                    new AttemptState.Settling(WORK, Map.of()).removing(),
                    "a finalizer"),
            fails(
                    "deletions were withheld",
                    Kind.PRUNE_WITHHELD,
                    "two of three",
                    new AttemptState.Settling(WORK, Map.of()),
                    "nothing is pruned: two of three"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("MESSAGES")
    void aFailureNamesItsReasonAndWhatIsLeft(String name, Step.Fail fail, AttemptState state, String message) {
        Pass pass = pass(running(Attempt.Work.NONE.and(List.of(), List.of(REFUSED)), false), state);
        pass.found(findings -> findings.with(Sample.health(Health.Degraded, "it crashes", "one")));

        ending.fail(pass, fail);

        assertThat(only(pass).message()).as(name).contains(message);
        assertThat(only(pass).waitingForPrune()).containsExactly(Sample.ref("old"));
        assertThat(pass.tracked().ledger().failure()).contains(new Failure(fail.kind(), message));
        assertThat(pass.tracked().attempt()).isEqualTo(new AttemptState.Idle(Optional.empty(), 3, OLD_ONE, Map.of()));
    }

    @Test
    void onlyFailedRolloutsAndRefusalsNameObjects() {
        Pass refused = pass(
                running(Attempt.Work.NONE.and(List.of(), List.of(REFUSED)), false),
                new AttemptState.Settling(WORK, Map.of()));
        ending.fail(refused, new Step.Fail(Kind.REFUSED, "", false));

        Pass unhealthy = pass(running(Attempt.Work.NONE, true), new AttemptState.Settling(WORK, Map.of()));
        unhealthy.found(findings -> findings.with(Sample.health(Health.Degraded, "it crashes", "one")));
        ending.fail(unhealthy, new Step.Fail(Kind.UNHEALTHY, "", false));

        Pass blocked = pass(
                running(Attempt.Work.NONE.and(List.of(), List.of(REFUSED)), true),
                new AttemptState.Settling(WORK, Map.of()));
        ending.fail(blocked, new Step.Fail(Kind.BLOCKED, "a finalizer", true));

        assertThat(only(refused).failures()).containsExactly(REFUSED);
        assertThat(only(unhealthy).failures())
                .containsExactly(
                        new ObjectFailure(Sample.ref("one"), FailureKind.ROLLOUT, "it crashes", false, List.of()));
        assertThat(only(blocked).failures()).isEmpty();
    }

    static final List<Arguments> BACKOFF = List.of(
            arguments(0, 1), arguments(1, 2), arguments(2, 4), arguments(5, 32), arguments(6, 60), arguments(40, 60));

    @ParameterizedTest(name = "after {0} failures: {1} min")
    @FieldSource("BACKOFF")
    void aFailureIsRetriedLaterEachTimeUpToAnHour(int before, int minutes) {
        Pass pass =
                pass(running(Attempt.Work.NONE, true), new AttemptState.Settling(Sample.work(PLAN, before), Map.of()));

        ending.fail(pass, new Step.Fail(Kind.BLOCKED, "a finalizer", true));

        Instant retryAt =
                ((AttemptState.Idle) pass.tracked().attempt()).retryAt().orElseThrow();
        Duration max = Duration.ofMinutes(minutes);
        assertThat(Duration.between(clock.instant(), retryAt))
                .isBetween(max.multipliedBy(3).dividedBy(4), max);
        assertThat(pass.tracked().ledger().noted().retryAt()).contains(retryAt);
    }

    static final List<Arguments> REVISIONS = List.of(
            arguments("all steps are done", new AttemptState.Applying(WORK, 2, Map.of()), true, true),
            arguments("a step is left", new AttemptState.Applying(WORK, 1, Map.of()), true, false),
            arguments("it settles", new AttemptState.Settling(WORK, Map.of()), true, true),
            arguments("it was not applied", new AttemptState.Settling(WORK, Map.of()), false, false),
            arguments(
                    "objects are deleted first",
                    new AttemptState.Removing(WORK, Order.BEFORE_APPLY, 0, Map.of()),
                    true,
                    false),
            arguments("objects are deleted last", new AttemptState.Settling(WORK, Map.of()).removing(), true, true),
            arguments("an earlier process began it", new AttemptState.Interrupted(), true, true),
            arguments("an earlier process did not come far", new AttemptState.Interrupted(), false, false));

    @ParameterizedTest(name = "{0}: {3}")
    @FieldSource("REVISIONS")
    void aSupersededAttemptHasAppliedItsRevisionOnlyIfAllOfItWasApplied(
            String name, AttemptState state, boolean applied, boolean revision) {
        Pass pass = pass(running(Attempt.Work.NONE, applied), state);

        ending.supersede(pass);

        Optional<CommitId> expected = revision ? Optional.of(Sample.NEW) : Optional.empty();
        assertThat(pass.tracked().ledger().revision()).as(name).isEqualTo(expected);
        assertThat(only(pass).outcome()).isEqualTo(Outcome.Superseded);
        assertThat(pass.tracked().attempt())
                .isEqualTo(new AttemptState.Idle(Optional.empty(), 0, state.undesired(), Map.of()));
    }

    @Test
    void aRefusedObjectKeepsTheRevisionBefore() {
        Pass pass = pass(
                running(Attempt.Work.NONE.and(List.of(), List.of(REFUSED)), true),
                new AttemptState.Settling(WORK, Map.of()));

        ending.supersede(pass);

        assertThat(pass.tracked().ledger().revision()).isEmpty();
    }

    @Test
    void withoutARunningAttemptNothingIsSuperseded() {
        Pass pass = pass(Sample.applied("one"), new AttemptState.Idle(Optional.of(Sample.NOW), 4, OLD_ONE, Map.of()));

        ending.supersede(pass);

        assertThat(pass.ended()).isEmpty();
        assertThat(pass.tracked().ledger()).isEqualTo(Sample.applied("one"));
        assertThat(pass.tracked().attempt()).isEqualTo(new AttemptState.Idle(Optional.empty(), 0, OLD_ONE, Map.of()));
    }

    @Test
    void anAttemptThatHasEndedCannotEndAgain() {
        Pass pass = pass(running(Attempt.Work.NONE, true), new AttemptState.Settling(WORK, Map.of()));
        ending.succeed(pass);

        assertThatThrownBy(() -> ending.succeed(pass)).isInstanceOf(IllegalStateException.class);
        only(pass);
    }

    @Test
    void aChangeOfHealthIsPublishedFromTheHealthThatOthersKnow() {
        Pass pass = pass(Sample.applied("one").publishing(Health.Healthy), AttemptState.NEW);
        pass.found(findings -> findings.with(Sample.health(Health.Degraded, "it crashes", "one")));

        ending.publishHealth(pass);

        assertThat(pass.tracked().ledger().outbox()).singleElement().satisfies(envelope -> {
            HealthChanged event = (HealthChanged) envelope.event();
            assertThat(event.from()).isEqualTo(Health.Healthy);
            assertThat(event.to()).isEqualTo(Health.Degraded);
        });
        assertThat(pass.tracked().ledger().noted().publishedHealth()).contains(Health.Degraded);
    }

    @Test
    void theFirstHealthIsOnlyNoted() {
        Pass pass = pass(Sample.applied("one"), AttemptState.NEW);
        pass.found(findings -> findings.with(Sample.health(Health.Degraded, "it crashes", "one")));

        ending.publishHealth(pass);

        assertThat(pass.tracked().ledger().outbox()).isEmpty();
        assertThat(pass.tracked().ledger().noted().publishedHealth()).contains(Health.Degraded);
    }
}

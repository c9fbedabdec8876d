package dev.millrace.sync.steer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.state.Triggers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Times at their exact limit, and the end of a pass. */
class FactsTest {
    private static final Pruning ALLOWED = new Pruning.Allowed();
    private static final Duration INSTANT = Duration.ofNanos(1);

    static final List<Arguments> TIMED_OUT = List.of(
            arguments("no attempt is running", Situation.atRest(), false),
            arguments(
                    "it has just begun", Situation.atRest().settling(0, ALLOWED).running(Duration.ZERO), false),
            arguments(
                    "one moment before the limit",
                    Situation.atRest().settling(0, ALLOWED).running(Situation.TIMEOUT.minus(INSTANT)),
                    false),
            arguments("at the limit", Situation.atRest().settling(0, ALLOWED).running(Situation.TIMEOUT), true),
            arguments(
                    "long after it",
                    Situation.atRest().settling(0, ALLOWED).running(Situation.TIMEOUT.multipliedBy(9)),
                    true),
            arguments(
                    "it begins in the future of this clock",
                    Situation.atRest().settling(0, ALLOWED).running(Duration.ofMinutes(-5)),
                    false));

    @ParameterizedTest(name = "{0}: {2}")
    @FieldSource("TIMED_OUT")
    void anAttemptIsTimedOutAtItsLimit(String name, Situation situation, boolean timedOut) {
        assertThat(situation.facts().isTimedOut()).as(name).isEqualTo(timedOut);
    }

    static final List<Arguments> RETRY_DUE = List.of(
            arguments("no try is planned", Situation.atRest(), false),
            arguments("one moment before", Situation.atRest().retryIn(INSTANT), false),
            arguments("at its time", Situation.atRest().retryIn(Duration.ZERO), true),
            arguments("an hour late", Situation.atRest().retryIn(Duration.ofHours(-1)), true),
            arguments(
                    "an attempt is running by now",
                    Situation.atRest().retryIn(Duration.ZERO).settling(0, ALLOWED),
                    false));

    @ParameterizedTest(name = "{0}: {2}")
    @FieldSource("RETRY_DUE")
    void aTryIsDueAtItsTime(String name, Situation situation, boolean due) {
        assertThat(situation.facts().isRetryDue()).as(name).isEqualTo(due);
    }

    static final List<Arguments> HEALTHY_LATE = List.of(
            arguments("it has failed, and is healthy", Failure.Kind.UNHEALTHY, Health.Healthy, true),
            arguments("a suspended object is settled", Failure.Kind.UNHEALTHY, Health.Suspended, true),
            arguments("it is still progressing", Failure.Kind.UNHEALTHY, Health.Progressing, false),
            arguments("the rollout did not fail", Failure.Kind.REFUSED, Health.Healthy, false),
            arguments("the commit was not rendered", Failure.Kind.NOT_RENDERED, Health.Healthy, false),
            arguments("deletions were blocked", Failure.Kind.BLOCKED, Health.Healthy, false));

    @ParameterizedTest(name = "{0}: {3}")
    @FieldSource("HEALTHY_LATE")
    void onlyAFailedRolloutBecomesHealthyLate(String name, Failure.Kind kind, Health health, boolean late) {
        Situation situation = Situation.atRest().failed(kind).health(health);

        assertThat(situation.facts().isHealthyLate()).as(name).isEqualTo(late);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("NOT_LATE")
    void aRolloutIsNotHealthyLate(String name, Situation situation) {
        assertThat(situation.facts().isHealthyLate()).as(name).isFalse();
    }

    static final List<Arguments> NOT_LATE = List.of(
            arguments("while its health was not read", Situation.atRest().failed(Failure.Kind.UNHEALTHY)),
            arguments(
                    "while not all objects were seen",
                    Situation.atRest().failed(Failure.Kind.UNHEALTHY).health(false, Health.Healthy)),
            arguments(
                    "if another try is planned",
                    Situation.atRest()
                            .failed(Failure.Kind.UNHEALTHY)
                            .retryIn(Duration.ofMinutes(1))
                            .health(Health.Healthy)),
            arguments("if nothing has failed", Situation.atRest().health(Health.Healthy)));

    private static Optional<Instant> in(Duration time) {
        return Optional.of(Situation.NOW.plus(time));
    }

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    static final List<Arguments> PAUSES = List.of(
            arguments(
                    "the earliest of all times is taken",
                    Situation.atRest()
                            .healing()
                            .failed(Failure.Kind.REFUSED)
                            .retryIn(HOUR.minusSeconds(1))
                            .failing(SourceProblem.Kind.UNAVAILABLE, Optional.of(MINUTE))
                            .health(Health.Healthy),
                    new Step.Rest(in(MINUTE))),
            arguments(
                    "the retry is before the comparison of all objects",
                    Situation.atRest()
                            .healing()
                            .failed(Failure.Kind.REFUSED)
                            .retryIn(MINUTE)
                            .health(Health.Healthy),
                    new Step.Rest(in(MINUTE))),
            arguments(
                    "a time that is past is no reason for another pass",
                    Situation.atRest()
                            .asked(Triggers.source(Situation.NOW, Trigger.POLL))
                            .failing(SourceProblem.Kind.UNAVAILABLE, Optional.of(Duration.ZERO))
                            .sourceRead()
                            .health(Health.Healthy),
                    new Step.Rest(Optional.empty())),
            arguments(
                    "a running attempt ends the pause at its limit",
                    Situation.atRest().settling(0, ALLOWED).health(Health.Progressing),
                    new Step.AwaitHealth("ConfigMap one: ", in(Situation.TIMEOUT.minusSeconds(5)))),
            arguments(
                    "a suspended application does not plan comparisons, and keeps the planned one",
                    Situation.atRest().healing().suspended().health(Health.Healthy),
                    new Step.Rest(in(HOUR))));

    @ParameterizedTest(name = "{0}")
    @FieldSource("PAUSES")
    void thePassPausesUntilTheNextTimeThatMatters(String name, Situation situation, Step pause) {
        assertThat(situation.next()).as(name).isEqualTo(pause);
    }

    static final List<Arguments> CONFIRMED = List.of(
            arguments("the attempted commit", Situation.atRest().confirmed(Examples.OLD), true),
            arguments("another commit", Situation.atRest().confirmed(Examples.NEW), false),
            arguments("nothing was confirmed", Situation.atRest(), false),
            arguments("nothing was attempted", Situation.fresh().confirmed(Examples.OLD), false),
            arguments(
                    "the commit of the running attempt",
                    Situation.atRest().settling(1, ALLOWED).confirmed(Examples.NEW),
                    true));

    @ParameterizedTest(name = "{0}: {2}")
    @FieldSource("CONFIRMED")
    void aConfirmationIsForOneCommit(String name, Situation situation, boolean confirmed) {
        assertThat(situation.facts().isPruneConfirmed()).as(name).isEqualTo(confirmed);
        assertThat(situation.facts().isWithheldPruneConfirmed()).isFalse();
        assertThat(situation.failed(Failure.Kind.PRUNE_WITHHELD).facts().isWithheldPruneConfirmed())
                .isEqualTo(confirmed);
    }
}

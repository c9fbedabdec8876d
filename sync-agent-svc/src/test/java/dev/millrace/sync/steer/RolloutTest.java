package dev.millrace.sync.steer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.cluster.application.DeletionPolicy;
import dev.millrace.events.Health;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.state.AttemptState.Removing.Order;
import dev.millrace.sync.state.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The steps from the beginning of an attempt to its end, of deletions, and between attempts. */
class RolloutTest {
    private static final Optional<Instant> DEADLINE =
            Optional.of(Situation.NOW.minusSeconds(5).plus(Situation.TIMEOUT));
    private static final Instant SOON = Situation.NOW.plusSeconds(1);
    private static final Pruning ALLOWED = new Pruning.Allowed();
    private static final Step.Fail UNHEALTHY = new Step.Fail(Failure.Kind.UNHEALTHY, "", false);
    private static final Duration SECONDS_AGO = Duration.ofSeconds(5);
    private static final Step.Fail REFUSED = new Step.Fail(Failure.Kind.REFUSED, "", true);

    private static final Situation WAVES = Situation.atRest().applying(1, 0, 1);
    private static final RemovalProgress GONE = new RemovalProgress.Gone();
    private static final RemovalProgress WAITING = new RemovalProgress.Waiting("a finalizer", SOON);
    private static final RemovalProgress BLOCKED = new RemovalProgress.Blocked("forbidden");
    private static final Step BLOCKED_FAILS = new Step.Fail(Failure.Kind.BLOCKED, "forbidden", true);
    static final List<Arguments> APPLYING = List.of(
            arguments(
                    "the steps of one wave follow each other",
                    Situation.atRest().applying(1, 0, 0),
                    new Step.ApplyNext()),
            arguments("a plan without steps is applied", Situation.atRest().applying(0), new Step.FinishApplying()),
            arguments(
                    "a wave begins when the one before is healthy",
                    Situation.atRest().applying(1, 0, 1).health(Health.Healthy),
                    new Step.ApplyNext()),
            arguments(
                    "a suspended object is settled too",
                    Situation.atRest().applying(1, 0, 1).health(Health.Suspended),
                    new Step.ApplyNext()),
            arguments(
                    "a wave waits while objects progress",
                    Situation.atRest().applying(1, 0, 1).health(Health.Progressing),
                    new Step.AwaitHealth("wave 1 waits for: ConfigMap one: ", DEADLINE)),
            arguments(
                    "a wave waits while objects were not seen",
                    Situation.atRest().applying(1, 0, 1).health(false, Health.Progressing),
                    new Step.AwaitHealth("wave 1 waits for: ConfigMap one: ", DEADLINE)),
            arguments(
                    "a wave that broke fails the attempt",
                    Situation.atRest().applying(1, 0, 1).health(Health.Degraded),
                    UNHEALTHY),
            arguments(
                    "a wave that takes too long fails the attempt",
                    Situation.atRest().applying(1, 0, 1).timedOut().health(Health.Progressing),
                    UNHEALTHY),
            arguments(
                    "a wave that is healthy after the timeout goes on",
                    Situation.atRest().applying(1, 0, 1).timedOut().health(Health.Healthy),
                    new Step.ApplyNext()),
            arguments(
                    "a refused object fails the attempt before the next wave",
                    Situation.atRest().applying(1, 0, 1).refused().health(Health.Healthy),
                    REFUSED),
            arguments(
                    "a refused object does not stop its own wave",
                    Situation.atRest().applying(1, 0, 0).refused(),
                    new Step.ApplyNext()),
            arguments("the health is read first", WAVES, new Step.CheckHealth()));

    static final List<Arguments> SETTLING = List.of(
            arguments(
                    "healthy and nothing to prune",
                    Situation.atRest().settling(0, ALLOWED).health(Health.Healthy),
                    new Step.Succeed()),
            arguments(
                    "objects progress",
                    Situation.atRest().settling(0, ALLOWED).health(Health.Progressing),
                    new Step.AwaitHealth("ConfigMap one: ", DEADLINE)),
            arguments(
                    "objects are missing",
                    Situation.atRest().settling(0, ALLOWED).health(Health.Missing),
                    new Step.AwaitHealth("ConfigMap one: ", DEADLINE)),
            arguments("an object broke", Situation.atRest().settling(0, ALLOWED).health(Health.Degraded), UNHEALTHY),
            arguments(
                    "an object that was not seen has not broken",
                    Situation.atRest().settling(0, ALLOWED).health(false, Health.Degraded),
                    new Step.AwaitHealth("ConfigMap one: ", DEADLINE)),
            arguments(
                    "it took too long",
                    Situation.atRest().settling(0, ALLOWED).timedOut().health(Health.Progressing),
                    UNHEALTHY),
            arguments(
                    "healthy in the end",
                    Situation.atRest().settling(0, ALLOWED).timedOut().health(Health.Healthy),
                    new Step.Succeed()),
            arguments(
                    "an object was refused",
                    Situation.atRest().settling(0, ALLOWED).refused().health(Health.Healthy),
                    REFUSED),
            arguments(
                    "an object could not be applied because its API group does not answer",
                    Situation.atRest()
                            .settling(0, ALLOWED)
                            .running(SECONDS_AGO, Examples.UNAVAILABLE)
                            .health(Health.Healthy),
                    new Step.Fail(Failure.Kind.UNAVAILABLE, "", true)),
            arguments(
                    "one object was refused, another's API group does not answer",
                    Situation.atRest()
                            .settling(0, ALLOWED)
                            .running(SECONDS_AGO, Examples.UNAVAILABLE, Examples.REFUSED)
                            .health(Health.Healthy),
                    REFUSED),
            arguments(
                    "healthy, then what is undesired goes",
                    Situation.atRest().settling(1, ALLOWED).health(Health.Healthy),
                    new Step.BeginPruning()),
            arguments(
                    "nothing goes before all is healthy",
                    Situation.atRest().settling(1, ALLOWED).health(Health.Progressing),
                    new Step.AwaitHealth("ConfigMap one: ", DEADLINE)),
            arguments(
                    "what is undesired stays by choice",
                    Situation.atRest().settling(1, new Pruning.Off()).health(Health.Healthy),
                    new Step.ReleaseUndesired()),
            arguments(
                    "a user has to confirm first",
                    Situation.atRest()
                            .settling(1, new Pruning.Withheld("two of three"))
                            .health(Health.Healthy),
                    new Step.Fail(Failure.Kind.PRUNE_WITHHELD, "two of three", false)));

    static final List<Arguments> REMOVING = List.of(
            arguments(
                    "gone before anything is applied",
                    Situation.atRest().removing(Order.BEFORE_APPLY).removed(GONE),
                    new Step.BeginApplying()),
            arguments(
                    "gone, and still healthy",
                    Situation.atRest()
                            .removing(Order.AFTER_HEALTHY)
                            .removed(GONE)
                            .health(Health.Healthy),
                    new Step.Succeed()),
            arguments(
                    "gone, and no longer healthy",
                    Situation.atRest()
                            .removing(Order.AFTER_HEALTHY)
                            .removed(GONE)
                            .health(Health.Degraded),
                    new Step.SettleAgain()),
            arguments(
                    "gone, and not yet checked",
                    Situation.atRest().removing(Order.AFTER_HEALTHY).removed(GONE),
                    new Step.CheckHealth()),
            arguments(
                    "going",
                    Situation.atRest()
                            .removing(Order.AFTER_HEALTHY)
                            .removed(WAITING)
                            .health(Health.Healthy),
                    new Step.Await("a finalizer", Optional.of(SOON))),
            arguments(
                    "going for too long",
                    Situation.atRest().removing(Order.AFTER_HEALTHY).timedOut().removed(WAITING),
                    new Step.Fail(Failure.Kind.BLOCKED, "a finalizer", true)),
            arguments(
                    "it can't go",
                    Situation.atRest().removing(Order.AFTER_HEALTHY).removed(BLOCKED),
                    BLOCKED_FAILS),
            arguments(
                    "it can't go before the rest is applied",
                    Situation.atRest().removing(Order.BEFORE_APPLY).removed(BLOCKED),
                    BLOCKED_FAILS),
            arguments(
                    "the application's objects are gone",
                    Situation.atRest().ending().deletion(DeletionPolicy.PRUNE).removed(GONE),
                    new Step.Succeed()),
            arguments(
                    "the application's objects are going",
                    Situation.atRest()
                            .ending()
                            .deletion(DeletionPolicy.PRUNE)
                            .removed(WAITING)
                            .health(Health.Healthy),
                    new Step.Await("a finalizer", Optional.of(SOON))),
            arguments(
                    "the application's objects can't go",
                    Situation.atRest().ending().deletion(DeletionPolicy.PRUNE).removed(BLOCKED),
                    BLOCKED_FAILS));

    static final List<Arguments> DELETIONS = List.of(
            arguments(
                    "a failed deletion is tried again",
                    Situation.atRest().retryIn(Duration.ZERO).deletion(DeletionPolicy.PRUNE),
                    new Step.BeginRemoval()),
            arguments(
                    "a deletion without objects ends the attempt",
                    Situation.atRest().applying(0, 0).withoutObjects().deletion(DeletionPolicy.PRUNE),
                    new Step.Supersede()),
            arguments(
                    "events are published before it leaves",
                    Situation.atRest().withoutObjects().withEvents().deletion(DeletionPolicy.PRUNE),
                    new Step.Await(
                            "its objects are gone; Kafka has yet to acknowledge its last events", Optional.empty())),
            arguments(
                    "then it leaves",
                    Situation.atRest().withoutObjects().deletion(DeletionPolicy.PRUNE),
                    new Step.Leave()),
            arguments(
                    "an orphan leaves likewise",
                    Situation.atRest().withoutObjects().deletion(DeletionPolicy.ORPHAN),
                    new Step.Leave()),
            arguments(
                    "a refused deletion is reported",
                    Situation.atRest().deletion(DeletionPolicy.REFUSE).health(Health.Healthy),
                    new Step.Hold(Deletion.REFUSED, Optional.empty())),
            arguments(
                    "a refused deletion without objects leaves",
                    Situation.atRest().withoutObjects().deletion(DeletionPolicy.REFUSE),
                    new Step.Leave()));

    static final List<Arguments> BETWEEN_ATTEMPTS = List.of(
            arguments("healthy as before", Situation.atRest().health(Health.Healthy), new Step.Rest(Optional.empty())),
            arguments(
                    "another health is published",
                    Situation.atRest().health(Health.Degraded),
                    new Step.PublishHealth()),
            arguments(
                    "health that is not known is not published",
                    Situation.atRest().health(false, Health.Degraded),
                    new Step.Rest(Optional.empty())),
            arguments(
                    "nothing was ever applied",
                    Situation.fresh().suspended().health(Health.Degraded),
                    new Step.Rest(Optional.empty())),
            arguments(
                    "a retry is waited for",
                    Situation.atRest()
                            .failed(Failure.Kind.REFUSED)
                            .retryIn(Duration.ofSeconds(1))
                            .health(Health.Healthy),
                    new Step.Rest(Optional.of(SOON))),
            arguments(
                    "a failed rollout stays failed while it is unhealthy",
                    Situation.atRest()
                            .failed(Failure.Kind.UNHEALTHY)
                            .health(Health.Healthy)
                            .health(Health.Progressing),
                    new Step.PublishHealth()),
            arguments(
                    "an interrupted attempt waits while it is suspended",
                    Situation.atRest().interrupted().suspended().health(Health.Progressing),
                    new Step.AwaitHealth("", DEADLINE)));

    @ParameterizedTest(name = "{0}")
    @FieldSource({"APPLYING", "SETTLING", "REMOVING", "DELETIONS", "BETWEEN_ATTEMPTS"})
    void theNextStepIs(String name, Situation situation, Step step) {
        Step next = situation.next();

        assertThat(next).as(name).isEqualTo(step);
    }
}

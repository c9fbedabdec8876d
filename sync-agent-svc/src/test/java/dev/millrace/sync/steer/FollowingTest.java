package dev.millrace.sync.steer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.EventId;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.state.Triggers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The steps from a trigger to an attempt. */
class FollowingTest {
    private static final Triggers POLL = Triggers.source(Situation.NOW, Trigger.POLL);
    private static final Triggers APPLICATION = Triggers.source(Situation.NOW, Trigger.APPLICATION);
    private static final Triggers EVENT =
            Triggers.committed(Situation.NOW, Examples.NEW, EventId.of("config.committed", "one"));

    /** The source was read after these triggers, and the target is its tip. */
    private static Situation at(Situation situation, Triggers triggers) {
        return situation
                .asked(triggers)
                .sourceRead()
                .at(Examples.NEW)
                .target(Examples.NEW)
                .health(Health.Healthy);
    }

    private static Step begin(Trigger trigger, Reason reason, String... healing) {
        return new Step.Begin(Examples.NEW, trigger, reason, Set.of(healing));
    }

    private static final Optional<String> UNMET = Optional.of("waits for shop/db");
    private static final Optional<Duration> IN_A_SECOND = Optional.of(Duration.ofSeconds(1));
    static final List<Arguments> DECISIONS = List.of(
            arguments(
                    "the first attempt needs no comparison",
                    at(Situation.fresh(), POLL),
                    begin(Trigger.POLL, Reason.FIRST)),
            arguments(
                    "the first attempt names what asked for it",
                    at(Situation.fresh(), EVENT),
                    begin(Trigger.EVENT, Reason.FIRST)),
            arguments("a new commit is compared", at(Situation.atRest(), EVENT), new Step.Compare(Examples.NEW)),
            arguments(
                    "a commit that changes nothing is only noted",
                    at(Situation.atRest(), EVENT).compared(true, true),
                    new Step.MarkCompared(Examples.NEW)),
            arguments(
                    "a commit with other content begins an attempt",
                    at(Situation.atRest(), EVENT).compared(true, false),
                    begin(Trigger.EVENT, Reason.COMMIT)),
            arguments(
                    "a commit that nobody announced is the poll's",
                    at(Situation.atRest(), Triggers.NONE).compared(true, false),
                    begin(Trigger.POLL, Reason.COMMIT)),
            arguments(
                    "other inputs begin an attempt",
                    at(Situation.atRest(), APPLICATION).compared(false, true),
                    begin(Trigger.APPLICATION, Reason.APPLICATION)),
            arguments(
                    "other inputs go before other content",
                    at(Situation.atRest(), EVENT).compared(false, false),
                    begin(Trigger.APPLICATION, Reason.APPLICATION)),
            arguments(
                    "a new commit does not wait for the attempt that is running",
                    at(Situation.atRest().settling(0, new Pruning.Allowed()), EVENT)
                            .compared(true, false),
                    begin(Trigger.EVENT, Reason.COMMIT)),
            arguments(
                    "a new commit does not wait for an unhealthy wave",
                    at(Situation.atRest().applying(1, 0, 1), EVENT)
                            .compared(true, false)
                            .health(Health.Degraded),
                    begin(Trigger.EVENT, Reason.COMMIT)),
            arguments(
                    "an interrupted attempt is resumed with its own trigger",
                    at(Situation.atRest().interrupted(), POLL),
                    begin(Trigger.EVENT, Reason.RETRY)),
            arguments(
                    "an interrupted attempt waits for nobody",
                    at(Situation.atRest().interrupted().dependent(), POLL),
                    begin(Trigger.EVENT, Reason.RETRY)),
            arguments(
                    "a retry that is due begins",
                    at(Situation.atRest().failed(Failure.Kind.REFUSED).retryIn(Duration.ZERO), Triggers.NONE)
                            .comparedWith(Examples.NEW),
                    begin(Trigger.POLL, Reason.RETRY)),
            arguments(
                    "a confirmed prune begins",
                    at(Situation.atRest().failed(Failure.Kind.PRUNE_WITHHELD), APPLICATION)
                            .compared(true, true)
                            .confirmed(Examples.OLD),
                    begin(Trigger.MANUAL, Reason.CONFIRMATION)),
            arguments(
                    "the confirmation of another commit confirms nothing",
                    at(Situation.atRest().failed(Failure.Kind.PRUNE_WITHHELD), APPLICATION)
                            .compared(true, true)
                            .confirmed(Examples.NEW),
                    new Step.MarkCompared(Examples.NEW)),
            arguments(
                    "a confirmation counts for objects that could not be deleted",
                    at(Situation.atRest().failed(Failure.Kind.BLOCKED), APPLICATION)
                            .compared(true, true)
                            .confirmed(Examples.OLD),
                    begin(Trigger.MANUAL, Reason.CONFIRMATION)),
            arguments(
                    "a confirmation counts for nothing else",
                    at(Situation.atRest().failed(Failure.Kind.REFUSED), APPLICATION)
                            .compared(true, true)
                            .confirmed(Examples.OLD),
                    new Step.MarkCompared(Examples.NEW)),
            arguments(
                    "what became healthy late begins again",
                    at(Situation.atRest().failed(Failure.Kind.UNHEALTHY), Triggers.NONE)
                            .comparedWith(Examples.NEW)
                            .health(Health.Healthy),
                    begin(Trigger.POLL, Reason.HEALTHY_LATE)),
            arguments(
                    "a request begins with all objects",
                    at(Situation.atRest().syncRequested(), APPLICATION).requested(Examples.OLD),
                    new Step.BeginRequested(new Target.Requested(
                            Examples.OLD, new dev.millrace.sync.record.Ledger.Answered("now", Examples.NEW)))),
            arguments(
                    "a refused request is no reason to begin",
                    at(Situation.atRest().syncRequested(), Triggers.NONE)
                            .comparedWith(Examples.NEW)
                            .requestRefused("unknown")
                            .health(Health.Healthy),
                    new Step.Hold("unknown", Optional.empty())));

    static final List<Arguments> DEPENDENCIES = List.of(
            arguments(
                    "a new commit asks for the dependencies",
                    at(Situation.atRest().dependent(), EVENT).compared(true, false),
                    new Step.CheckDependencies(Examples.NEW)),
            arguments(
                    "the first attempt does so too",
                    at(Situation.fresh().dependent(), EVENT),
                    new Step.CheckDependencies(Examples.NEW)),
            arguments(
                    "a commit that changes nothing does not",
                    at(Situation.atRest().dependent(), EVENT).compared(true, true),
                    new Step.MarkCompared(Examples.NEW)),
            arguments(
                    "dependencies that are met are no obstacle",
                    at(Situation.atRest().dependent(), EVENT)
                            .compared(true, false)
                            .dependencies(Optional.empty()),
                    begin(Trigger.EVENT, Reason.COMMIT)),
            arguments(
                    "one that is not met holds the commit",
                    at(Situation.atRest().dependent(), EVENT)
                            .compared(true, false)
                            .dependencies(UNMET)
                            .health(Health.Healthy),
                    new Step.Hold("waits for shop/db", Optional.empty())),
            arguments(
                    "the attempt that is running goes on meanwhile",
                    at(Situation.atRest().applying(1, 0, 0).dependent(), EVENT)
                            .compared(true, false)
                            .dependencies(UNMET),
                    new Step.ApplyNext()),
            arguments(
                    "drift alone is restored at once",
                    at(Situation.atRest().dependent().healing().drifted("one"), Triggers.NONE)
                            .comparedWith(Examples.NEW)
                            .differing("one"),
                    begin(Trigger.DRIFT, Reason.DRIFT, "one")),
            arguments(
                    "drift together with a new commit waits too",
                    at(Situation.atRest().dependent().healing().drifted("one"), EVENT)
                            .compared(true, false)
                            .differing("one")
                            .dependencies(UNMET)
                            .health(Health.Healthy),
                    new Step.Hold("waits for shop/db", Optional.of(Situation.NOW.plus(Duration.ofHours(1))))));

    static final List<Arguments> DRIFT = List.of(
            arguments(
                    "suspected objects are compared",
                    at(Situation.atRest().healing().drifted("one"), Triggers.NONE)
                            .comparedWith(Examples.NEW),
                    new Step.CompareDrift()),
            arguments(
                    "what differs is restored",
                    at(Situation.atRest().healing().drifted("one"), Triggers.NONE)
                            .comparedWith(Examples.NEW)
                            .differing("one"),
                    begin(Trigger.DRIFT, Reason.DRIFT, "one")),
            arguments(
                    "drift during an attempt is restored by a new one",
                    at(
                                    Situation.atRest()
                                            .settling(0, new Pruning.Allowed())
                                            .healing()
                                            .drifted("one"),
                                    Triggers.NONE)
                            .comparedWith(Examples.NEW)
                            .differing("one"),
                    begin(Trigger.DRIFT, Reason.DRIFT, "one")),
            arguments(
                    "what differs is restored by the attempt that a new commit needs",
                    at(Situation.atRest().healing().drifted("one"), EVENT)
                            .compared(true, false)
                            .differing("one"),
                    begin(Trigger.EVENT, Reason.COMMIT, "one")),
            arguments(
                    "a commit that changes nothing is not the reason to restore it",
                    at(Situation.atRest().healing().drifted("one"), EVENT)
                            .compared(true, true)
                            .differing("one"),
                    begin(Trigger.DRIFT, Reason.DRIFT, "one")),
            arguments(
                    "a contested object is left alone, and compared now and then",
                    Situation.atRest().healing().contested("one").health(Health.Healthy),
                    new Step.Rest(Optional.of(Situation.NOW.plusSeconds(1)))),
            arguments(
                    "all is compared at a start, after an election, and when drift is to be restored from now on",
                    Situation.atRest().healing().unscheduled(),
                    new Step.ScheduleComparison(Step.ScheduleComparison.When.NOW)),
            arguments(
                    "all is compared when that is due",
                    Situation.atRest().healing().scheduled(Duration.ZERO),
                    new Step.ScheduleComparison(Step.ScheduleComparison.When.NOW)),
            arguments(
                    "it is planned no longer when drift is left alone",
                    Situation.atRest().scheduled(Duration.ofHours(1)),
                    new Step.ScheduleComparison(Step.ScheduleComparison.When.NEVER)));

    static final List<Arguments> SOURCES = List.of(
            arguments(
                    "a problem does not stop the attempt that is running",
                    Situation.atRest().applying(1, 0, 0).failing(SourceProblem.Kind.UNAVAILABLE, IN_A_SECOND),
                    new Step.ApplyNext()),
            arguments(
                    "a trigger asks at once although the next try is later",
                    Situation.atRest()
                            .failing(SourceProblem.Kind.UNAVAILABLE, IN_A_SECOND)
                            .asked(POLL),
                    new Step.ReadSource()),
            arguments(
                    "a source is asked once in a pass",
                    Situation.atRest()
                            .asked(POLL)
                            .failing(SourceProblem.Kind.UNAVAILABLE, IN_A_SECOND)
                            .sourceRead()
                            .health(Health.Healthy),
                    new Step.Rest(Optional.of(Situation.NOW.plusSeconds(1)))),
            arguments(
                    "a ref that is gone is not asked for by itself",
                    Situation.atRest()
                            .failing(SourceProblem.Kind.GONE, Optional.empty())
                            .health(Health.Healthy),
                    new Step.Rest(Optional.empty())),
            arguments(
                    "a suspended application is synced on request",
                    Situation.atRest().suspended().syncRequested(),
                    new Step.ResolveTarget()),
            arguments(
                    "a preview of the same commit is kept",
                    Situation.atRest().observed().previewed(Examples.OLD).health(Health.Healthy),
                    new Step.Rest(Optional.empty())),
            arguments(
                    "a trigger asks for another preview",
                    Situation.atRest()
                            .observed()
                            .previewed(Examples.OLD)
                            .asked(APPLICATION)
                            .sourceRead(),
                    new Step.PreviewChanges(Examples.OLD)),
            arguments(
                    "an observed application ends its attempt",
                    Situation.atRest().observed().settling(0, new Pruning.Allowed()),
                    new Step.Supersede()),
            arguments(
                    "what only the cluster changed asks nothing of the source",
                    Situation.atRest().health(Health.Healthy),
                    new Step.Rest(Optional.empty())));

    @ParameterizedTest(name = "{0}")
    @FieldSource({"DECISIONS", "DEPENDENCIES", "DRIFT", "SOURCES"})
    void theNextStepIs(String name, Situation situation, Step step) {
        Step next = situation.next();

        assertThat(next).as(name).isEqualTo(step);
    }
}

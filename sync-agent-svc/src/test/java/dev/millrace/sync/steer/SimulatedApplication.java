package dev.millrace.sync.steer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted.Outcome;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.record.Ledger.Answered;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.state.DriftState;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.state.SourceState;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.state.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One application in a world without I/O: it executes steps as the pipeline does, and checks the invariants at each of them. */
final class SimulatedApplication {
    private static final int MAX_STEPS = 100;
    private static final int[][] WAVES = {{0}, {0, 1}, {0, 1, 2}, {}};

    /** A commit, and the behaviour of the objects that it declares. */
    record Commit(
            CommitId id, int waves, Health health, boolean refused, boolean rendered, int undesired, Pruning pruning) {}

    final World world;
    final List<Outcome> outcomes = new ArrayList<>();
    private Optional<CommitId> applied = Optional.empty();
    private Optional<CommitId> attempted = Optional.empty();
    private Optional<Attempt> running = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
    private Optional<Instant> retryAt = Optional.empty();
    private Optional<Answered> answered = Optional.empty();
    private Optional<Health> published = Optional.empty();
    private long attempts;
    private int rounds;
    private AttemptState attempt = AttemptState.NEW;
    private SourceState source = SourceState.UNKNOWN;
    private DriftState drift = DriftState.NONE;
    private Findings findings = Findings.none(false);

    SimulatedApplication(World world) {
        this.world = world;
    }

    Optional<CommitId> applied() {
        return applied;
    }

    Optional<Failure> failure() {
        return failure;
    }

    /** Replaces the process by another one: only the record is left. */
    void restart() {
        attempt = running.isPresent()
                ? new AttemptState.Interrupted()
                : new AttemptState.Idle(retryAt, 0, Set.of(), Map.of());
        source = SourceState.UNKNOWN;
        drift = DriftState.NONE;
    }

    /** Runs a pass, and returns its actions. */
    List<Step.Action> pass(Triggers triggers) {
        drift = drift.suspecting(triggers.drifted());
        source = source.asked(triggers.ofSource());
        findings = Findings.none(triggers.sourceAsOf().isPresent());
        Instant began = world.now;
        List<Step.Action> actions = new ArrayList<>();
        for (int steps = 0; steps < MAX_STEPS; steps++) {
            switch (Steering.next(facts(began))) {
                case Step.Lookup lookup -> lookUp(lookup);
                case Step.Action action -> {
                    actions.add(action);
                    carryOut(action);
                    assertThat(attempts)
                            .as("each attempt ends in one outcome")
                            .isEqualTo(outcomes.size() + (running.isPresent() ? 1 : 0));
                }
                case Step.Pause pause -> {
                    pause.until().ifPresent(at -> assertThat(at).isAfter(began));
                    return actions;
                }
            }
        }
        throw new AssertionError("the pass comes to no end: " + facts(began));
    }

    private Facts facts(Instant began) {
        RecordFacts record = new RecordFacts(attempts, attempted, running, failure, attempts > 0, false, published);
        return new Facts(began, world.now, world.policy(answered), record, attempt, source, drift, findings);
    }

    private void lookUp(Step.Lookup step) {
        switch (step) {
            case Step.ReadSource read -> {
                findings = findings.withSourceRead();
                source = world.available
                        ? source.at(new SourceState.Tip(world.tip().id(), Examples.MAIN))
                        : source.failing(new SourceProblem(
                                SourceProblem.Kind.UNAVAILABLE, "", 1, Optional.of(world.now.plusSeconds(1))));
            }
            case Step.ResolveTarget resolve -> findings = findings.with(target());
            case Step.Compare(CommitId commit) ->
                findings = findings.with(new Findings.Comparison(true, attempted.equals(Optional.of(commit))));
            case Step.CompareDrift compare -> {
                Set<String> due = drift.toCompare(world.now);
                Map<String, String> fields = new HashMap<>();
                due.forEach(identity -> fields.put(identity, "data"));
                boolean heal = world.policy(answered).heal();
                drift = drift.compared(
                        due,
                        Set.of(),
                        fields,
                        (one, since) -> Optional.of(since).filter(at -> heal),
                        world.now);
                findings = findings.withDriftCompared();
            }
            case Step.CheckDependencies check -> findings = findings.with(new Findings.Dependencies(world.unmet));
            case Step.CheckHealth check -> findings = findings.with(Examples.health(true, world.health));
            case Step.PreviewChanges preview -> throw new AssertionError("nothing is observed here");
        }
    }

    private Target target() {
        CommitId tip = source.tip().orElseThrow().commit();
        return world.policy(answered).syncRequested()
                ? new Target.Requested(tip, new Answered(world.request, tip))
                : new Target.Current(tip);
    }

    private void carryOut(Step.Action step) {
        switch (step) {
            case Step.MarkCompared(CommitId commit) -> source = source.comparedWith(commit);
            case Step.ScheduleComparison(var when) ->
                drift = drift.comparingAllAt(
                        when == Step.ScheduleComparison.When.NEVER
                                ? Optional.empty()
                                : Optional.of(world.now.plus(Duration.ofHours(1))));
            case Step.Begin begin -> begin(begin.commit(), begin.reason(), begin.healing());
            case Step.BeginRequested(Target.Requested target) -> {
                answered = Optional.of(target.answered());
                begin(target.commit(), Reason.REQUEST, Set.of());
            }
            case Step.ApplyNext apply -> apply((AttemptState.Applying) attempt);
            case Step.FinishApplying finish -> {
                AttemptState.Applying all = (AttemptState.Applying) attempt;
                assertThat(all.stepsDone()).isEqualTo(all.work().plan().steps().size());
                attempt = all.settling();
            }
            case Step.BeginPruning begin -> {
                Work work = ((AttemptState.Settling) attempt).work();
                assertThat(world.isHealthy())
                        .as("pruned only when the new is healthy")
                        .isTrue();
                assertThat(work.plan().pruning()).isInstanceOf(Pruning.Allowed.class);
                rounds = work.plan().prune().size();
                attempt = ((AttemptState.Settling) attempt).removing();
            }
            case Step.PruneNext prune -> prune();
            case Step.ReleaseUndesired release -> attempt = ((AttemptState.Settling) attempt).withoutPrune();
            case Step.SettleAgain settle -> attempt = ((AttemptState.Removing) attempt).settling();
            default -> finish(step);
        }
    }

    private void finish(Step.Action step) {
        switch (step) {
            case Step.Succeed succeed -> {
                assertThat(world.isHealthy()).as("succeeds only when healthy").isTrue();
                assertThat(rounds).as("succeeds only when all is pruned").isZero();
                end(Outcome.Succeeded, Optional.empty(), Optional.empty());
            }
            case Step.Fail fail ->
                end(
                        Outcome.Failed,
                        Optional.of(new Failure(fail.kind(), "")),
                        fail.retried() ? Optional.of(world.now.plusSeconds(60)) : Optional.empty());
            case Step.Supersede supersede -> supersede();
            case Step.PublishHealth publish -> published = Optional.of(world.health);
            default -> throw new AssertionError("not expected here: " + step);
        }
    }

    private void begin(CommitId commit, Reason reason, Set<String> healing) {
        boolean resumed = attempt instanceof AttemptState.Interrupted && attempted.equals(Optional.of(commit));
        if (!resumed) {
            supersede();
            attempts++;
            running = Optional.of(Examples.attempt(attempts, commit, world.now));
        }
        attempted = Optional.of(commit);
        failure = Optional.empty();
        retryAt = Optional.empty();
        rounds = 0;
        drift = drift.healing(reason == Reason.REQUEST ? Set.of() : healing);
        findings = findings.afterDecision();
        source = source.comparedWith(source.tip().orElseThrow().commit());
        Commit declared = world.commit(commit);
        if (declared.rendered()) {
            SyncPlan plan = Examples.plan(declared.undesired(), declared.pruning(), WAVES[declared.waves()]);
            attempt = new AttemptState.Applying(Examples.work(plan), 0, Map.of());
        } else {
            end(Outcome.Failed, Optional.of(new Failure(Failure.Kind.NOT_RENDERED, "")), Optional.empty());
        }
    }

    private void apply(AttemptState.Applying applying) {
        assertThat(applying.stepsDone())
                .isLessThan(applying.work().plan().steps().size());
        Commit commit = world.commit(running.orElseThrow().revision());
        assertThat(applying.stepsDone() == 0 || world.isHealthy())
                .as("a wave begins when all is healthy")
                .isTrue();
        world.health = Health.Progressing;
        attempt = applying.afterStep(Map.of());
        findings = findings.afterChange();
        if (commit.refused()) {
            running = running.map(now -> now.with(now.done().and(List.of(), List.of(Examples.REFUSED))));
        }
    }

    private void prune() {
        findings = findings.afterChange();
        if (rounds > 0 && world.obstructed) {
            findings = findings.with(
                    world.dice(4) == 0
                            ? new RemovalProgress.Blocked("forbidden")
                            : new RemovalProgress.Waiting("a finalizer", world.now.plusSeconds(1)));
            return;
        }
        rounds--;
        if (rounds <= 0) {
            rounds = 0;
            findings = findings.with(new RemovalProgress.Gone());
        }
    }

    private void supersede() {
        if (running.isPresent()) {
            end(Outcome.Superseded, Optional.empty(), Optional.empty());
        }
        attempt = AttemptState.NEW;
    }

    private void end(Outcome outcome, Optional<Failure> why, Optional<Instant> again) {
        applied = outcome == Outcome.Succeeded ? attempted : applied;
        outcomes.add(outcome);
        running = Optional.empty();
        failure = why;
        drift = switch (outcome) {
            case Succeeded -> drift.succeeded();
            case Failed -> drift.failed(world.now);
            case Superseded -> drift.superseded();
        };
        retryAt = again;
        published = Optional.of(world.health);
        attempt = new AttemptState.Idle(again, again.isPresent() ? 1 : 0, Set.of(), Map.of());
    }
}

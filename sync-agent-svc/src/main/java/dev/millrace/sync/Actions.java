package dev.millrace.sync;

import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.steer.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Carries out the steps that change something: a state, the record or the cluster. */
public final class Actions {
    private final Attempts attempts;
    private final StepApplier applier;
    private final Removal removal;
    private final Release release;
    private final AttemptEnd ending;
    private final Clock clock;

    public Actions(
            Attempts attempts, StepApplier applier, Removal removal, Release release, AttemptEnd ending, Clock clock) {
        this.attempts = attempts;
        this.applier = applier;
        this.removal = removal;
        this.release = release;
        this.ending = ending;
        this.clock = clock;
    }

    void carryOut(Pass pass, Step.Action step) {
        TrackedApplication tracked = pass.tracked();
        switch (step) {
            case Step.MarkCompared(var commit) -> tracked.set(tracked.source().comparedWith(commit));
            case Step.ScheduleComparison(var when) -> schedule(pass, when);
            case Step.Begin begin -> {
                applier.forget(pass.app().uid());
                attempts.begin(pass, begin);
            }
            case Step.BeginRequested begin -> attempts.beginRequested(pass, begin);
            case Step.ApplyNext apply -> applier.applyNext(pass, state(pass, AttemptState.Applying.class));
            case Step.FinishApplying finish -> finishApplying(pass);
            case Step.BeginPruning begin ->
                tracked.set(state(pass, AttemptState.Settling.class).removing());
            case Step.PruneNext prune -> removal.next(pass);
            case Step.BeginApplying begin ->
                tracked.set(state(pass, AttemptState.Removing.class).applying());
            case Step.ReleaseUndesired undesired -> {
                AttemptState.Settling settled = state(pass, AttemptState.Settling.class);
                release.of(pass, settled.work().plan().prune());
                tracked.set(settled.withoutPrune());
            }
            case Step.SettleAgain settle ->
                tracked.set(state(pass, AttemptState.Removing.class).settling());
            case Step.Succeed succeed -> ending.succeed(pass);
            case Step.Fail fail -> ending.fail(pass, fail);
            case Step.Supersede supersede -> ending.supersede(pass);
            case Step.PublishHealth publish -> ending.publishHealth(pass);
            case Step.BeginRemoval begin -> removal.beginAll(pass, ending);
            case Step.ReleaseAll all -> release.all(pass);
        }
    }

    private void finishApplying(Pass pass) {
        TrackedApplication tracked = pass.tracked();
        attempts.applied(pass);
        if (tracked.running().appliedAt().isEmpty()) {
            tracked.note(running -> running.appliedAt(clock.instant()));
        }
        tracked.set(state(pass, AttemptState.Applying.class).settling());
    }

    private static <S extends AttemptState> S state(Pass pass, Class<S> type) {
        return type.cast(pass.tracked().attempt());
    }

    private void schedule(Pass pass, Step.ScheduleComparison.When when) {
        TrackedApplication tracked = pass.tracked();
        Duration every = pass.app().spec().reapplyEvery();
        Instant now = clock.instant();
        switch (when) {
            case NEVER -> tracked.set(tracked.drift().comparingAllAt(Optional.empty()));
            case NOW ->
                tracked.set(tracked.drift()
                        .suspecting(tracked.objects().stream()
                                .map(ref -> ref.identity())
                                .toList())
                        .comparingAllAt(Optional.of(now.plus(around(every)))));
        }
    }

    /** Returns the interval with a random difference, so that many applications are not compared at once. */
    private static Duration around(Duration interval) {
        return Duration.ofMillis(
                (long) (interval.toMillis() * ThreadLocalRandom.current().nextDouble(0.9, 1.1)));
    }

    /** The application is gone. */
    void forget(String uid) {
        applier.forget(uid);
    }

    /** The Application disappeared without its finalizer. */
    void release(Ledger ledger) {
        release.of(ledger);
    }
}

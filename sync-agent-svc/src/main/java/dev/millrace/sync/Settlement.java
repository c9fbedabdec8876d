package dev.millrace.sync;

import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.health.HealthWatch;
import dev.millrace.sync.health.RolloutCauses;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.render.Rendering;
import dev.millrace.sync.report.Outcomes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Ends attempts: healthy and pruned, failed, or superseded. Waits for nothing; it is called again when an object's health may have changed. */
public final class Settlement {
    private static final Backoff RETRY = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));

    private final HealthWatch watch;
    private final RolloutCauses causes;
    private final Removal removal;
    private final Clock clock;

    public Settlement(HealthWatch watch, RolloutCauses causes, Removal removal, Clock clock) {
        this.watch = watch;
        this.causes = causes;
        this.removal = removal;
        this.clock = clock;
    }

    /** Looks at the objects' health, and ends the running attempt if it has come to its end. */
    void settle(Subject app, Tracked tracked) {
        watch.watch(app.uid(), tracked.objects().keySet());
        ApplicationHealth health = watch.of(tracked.desired(), tracked.selfRemoving());
        tracked.health = health;
        Optional<Attempt> running = tracked.ledger.running();
        if (running.isEmpty()) {
            tellHealth(app, tracked, health);
        } else if (running.get().appliedAt().isPresent() && tracked.plan != null) {
            settle(app, tracked, tracked.plan, health);
        }
    }

    private void settle(Subject app, Tracked tracked, SyncPlan plan, ApplicationHealth health) {
        Attempt attempt = tracked.running();
        if (!attempt.done().isComplete()) {
            Instant retry = clock.instant().plus(RETRY.after(++tracked.failures));
            tracked.again = attempt.done().failures().isEmpty() ? null : retry;
            fail(app, tracked, attempt.done().failures(), Outcomes.incomplete(attempt));
        } else if (health.isSettled()) {
            prune(app, tracked, plan);
        } else if (health.isBroken() || isTimedOut(app, attempt)) {
            fail(app, tracked, rolloutFailures(tracked, health), Outcomes.unhealthy(health, app.timeout()));
        }
    }

    private boolean isTimedOut(Subject app, Attempt attempt) {
        return !clock.instant().isBefore(attempt.startedAt().plus(app.timeout()));
    }

    private List<ObjectFailure> rolloutFailures(Tracked tracked, ApplicationHealth health) {
        Attempt attempt = tracked.running();
        return health.objects().stream()
                .map(unhealthy -> Outcomes.failure(attempt, unhealthy, causes.of(unhealthy), causes.images(unhealthy)))
                .toList();
    }

    private void prune(Subject app, Tracked tracked, SyncPlan plan) {
        switch (plan.pruning()) {
            case Pruning.Withheld withheld ->
                fail(app, tracked, List.of(), Outcomes.PRUNE_WITHHELD + withheld.reason());
            case Pruning.Off off -> {
                removal.release(app, tracked, plan.prune());
                succeed(app, tracked);
            }
            case Pruning.Allowed allowed -> {
                if (isGone(app, tracked, plan)) {
                    succeed(app, tracked);
                }
            }
        }
    }

    /** Whether what is applied so far is healthy, so that the next wave may begin. If it can't become so, the attempt has failed. */
    boolean isWaveHealthy(Subject app, Tracked tracked) {
        watch.watch(app.uid(), tracked.objects().keySet());
        ApplicationHealth health = watch.of(tracked.desired(), tracked.selfRemoving());
        if (health.isSettled() && tracked.running().done().isComplete()) {
            return true;
        }
        if (!tracked.running().done().isComplete() || health.isBroken() || isTimedOut(app, tracked.running())) {
            tracked.note(running -> running.appliedAt(clock.instant()));
        } else {
            tracked.waits = "the next wave waits for: " + health.message();
        }
        return false;
    }

    /** Whether all that is to go before anything is applied is gone. */
    boolean isCleared(Subject app, Tracked tracked, SyncPlan plan) {
        return !(plan.pruning() instanceof Pruning.Allowed) || isGone(app, tracked, plan);
    }

    /** Whether what is no longer desired is gone. If it can't go, the attempt has failed. */
    private boolean isGone(Subject app, Tracked tracked, SyncPlan plan) {
        switch (removal.further(app, tracked, plan.prune())) {
            case Removal.Progress.Done done -> {
                return true;
            }
            case Removal.Progress.Waiting waiting -> {
                if (isTimedOut(app, tracked.running())) {
                    failToPrune(app, tracked, waiting.why());
                } else {
                    tracked.waitFor(waiting.why(), waiting.again());
                }
            }
            case Removal.Progress.Blocked blocked -> failToPrune(app, tracked, blocked.why());
        }
        return false;
    }

    private void failToPrune(Subject app, Tracked tracked, String why) {
        tracked.again = clock.instant().plus(RETRY.after(++tracked.failures));
        fail(app, tracked, List.of(), why);
    }

    private void succeed(Subject app, Tracked tracked) {
        Attempt attempt = tracked.running();
        tracked.again = null;
        tracked.failures = 0;
        end(
                tracked,
                Outcomes.succeeded(app.id(), app.uid(), attempt, clock.instant()),
                Optional.of(attempt.revision()));
        tracked.plan = null; // it holds all that was rendered, and nothing is left to be done
    }

    private void fail(Subject app, Tracked tracked, List<ObjectFailure> failures, String message) {
        Attempt attempt = tracked.running();
        List<ObjectRef> left = tracked.plan == null
                ? List.of()
                : tracked.plan.prune().stream().map(Operation.Prune::ref).toList();
        boolean applied = tracked.isApplied();
        end(
                tracked,
                Outcomes.failed(app.id(), app.uid(), attempt, failures, left, message),
                applied ? Optional.of(attempt.revision()) : Optional.empty());
    }

    /** The running attempt can't even be rendered. */
    void notRendered(Subject app, Tracked tracked, Rendering.Impossible impossible) {
        tracked.plan = null;
        tracked.unrenderable = true;
        tracked.again = impossible.mayPass() ? clock.instant().plus(RETRY.after(++tracked.failures)) : null;
        fail(app, tracked, List.of(), impossible.file() + ": " + impossible.reason());
    }

    /** A newer commit takes the place of the attempt that is running, if one is. */
    void supersede(Subject app, Tracked tracked) {
        tracked.ledger.running().ifPresent(attempt -> {
            boolean applied = tracked.isApplied();
            end(
                    tracked,
                    Outcomes.superseded(app.id(), app.uid(), attempt),
                    applied ? Optional.of(attempt.revision()) : Optional.empty());
        });
        tracked.again = null;
    }

    private void end(Tracked tracked, SyncCompleted outcome, Optional<CommitId> applied) {
        Attempt attempt = tracked.running();
        tracked.set(tracked.ledger.ended(
                applied, Outcomes.envelope(outcome, attempt, clock.instant()), Optional.ofNullable(tracked.again)));
        tracked.ended = outcome;
        tracked.healing = Set.of();
        if (tracked.health != null && tracked.health.known()) {
            tracked.toldHealth = tracked.health.health();
        }
    }

    /** Outside of attempts, a change of health is told once. */
    private void tellHealth(Subject app, Tracked tracked, ApplicationHealth health) {
        Health before = tracked.toldHealth != null
                ? tracked.toldHealth
                : app.told().health().orElse(health.health());
        if (!health.known()) {
            return;
        }
        if (before != health.health()) {
            tracked.set(tracked.ledger.telling(Outcomes.healthChanged(
                    app.id(), app.uid(), tracked.ledger.record(), before, health, clock.instant())));
        }
        tracked.toldHealth = health.health();
        if (health.isSettled() && waitsForHealth(tracked) && tracked.again == null) {
            tracked.again = clock.instant();
        }
    }

    /** Whether a failed attempt had applied all: then it may do, now that all is healthy, what it could not. */
    private static boolean waitsForHealth(Tracked tracked) {
        String failure = tracked.ledger.failure();
        return !failure.isEmpty()
                && !failure.startsWith(Outcomes.PRUNE_WITHHELD)
                && !tracked.unrenderable
                && tracked.ledger.revision().equals(tracked.ledger.attempted());
    }

    /** The application is gone: its objects are watched no longer. */
    void forget(String uid) {
        watch.watch(uid, List.of());
    }

    void close() {
        watch.close();
    }
}

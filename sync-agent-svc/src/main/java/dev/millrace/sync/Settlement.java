package dev.millrace.sync;

import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Action;
import dev.millrace.events.SyncCompleted.ObjectChange;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.sync.apply.Executor;
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

/** Ends attempts: healthy and pruned, failed, or superseded. Waits for nothing; it is called again when an object's health may have changed. */
public final class Settlement {
    private static final Backoff RETRY = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));

    private final HealthWatch watch;
    private final RolloutCauses causes;
    private final Executor executor;
    private final Bookkeeping books;
    private final Clock clock;

    public Settlement(HealthWatch watch, RolloutCauses causes, Executor executor, Bookkeeping books, Clock clock) {
        this.watch = watch;
        this.causes = causes;
        this.executor = executor;
        this.books = books;
        this.clock = clock;
    }

    /** Looks at the objects' health, and ends the running attempt if it has come to its end. */
    void settle(Subject app, Tracked tracked) {
        watch.watch(app.uid(), tracked.objects().keySet());
        ApplicationHealth health = watch.of(tracked.objects());
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
        List<ObjectRef> refs = plan.prune().stream().map(Operation.Prune::ref).toList();
        switch (plan.pruning()) {
            case Pruning.Withheld withheld -> {
                fail(app, tracked, List.of(), Outcomes.PRUNE_WITHHELD + withheld.reason());
                return;
            }
            case Pruning.Off off -> tracked.set(tracked.ledger.without(refs));
            case Pruning.Allowed allowed -> {
                if (!refs.isEmpty()) {
                    tracked.set(tracked.ledger.pruning(refs));
                    books.save(app, tracked);
                    List<ObjectChange> pruned = executor.prune(plan.prune(), app.claim()).stream()
                            .map(ref -> new ObjectChange(ref, Action.PRUNED))
                            .toList();
                    tracked.set(tracked.ledger.without(refs));
                    tracked.note(running -> running.with(running.done().and(pruned, List.of())));
                }
            }
        }
        succeed(app, tracked);
    }

    private void succeed(Subject app, Tracked tracked) {
        Attempt attempt = tracked.running();
        tracked.again = null;
        tracked.failures = 0;
        end(
                tracked,
                Outcomes.succeeded(app.id(), app.uid(), attempt, clock.instant()),
                Optional.of(attempt.revision()));
    }

    private void fail(Subject app, Tracked tracked, List<ObjectFailure> failures, String message) {
        Attempt attempt = tracked.running();
        List<ObjectRef> left = tracked.plan == null
                ? List.of()
                : tracked.plan.prune().stream().map(Operation.Prune::ref).toList();
        boolean applied = attempt.appliedAt().isPresent() && attempt.done().isComplete();
        end(
                tracked,
                Outcomes.failed(app.id(), app.uid(), attempt, failures, left, message),
                applied ? Optional.of(attempt.revision()) : Optional.empty());
    }

    /** The running attempt can't even be rendered. */
    void notRendered(Subject app, Tracked tracked, Rendering.Impossible impossible) {
        tracked.plan = null;
        tracked.again = impossible.mayPass() ? clock.instant().plus(RETRY.after(++tracked.failures)) : null;
        fail(app, tracked, List.of(), impossible.file() + ": " + impossible.reason());
    }

    /** A newer commit takes the place of the attempt that is running, if one is. */
    void supersede(Subject app, Tracked tracked) {
        tracked.ledger.running().ifPresent(attempt -> {
            boolean applied = attempt.appliedAt().isPresent() && attempt.done().isComplete();
            end(
                    tracked,
                    Outcomes.superseded(app.id(), app.uid(), attempt),
                    applied ? Optional.of(attempt.revision()) : Optional.empty());
        });
        tracked.again = null;
    }

    private void end(Tracked tracked, SyncCompleted outcome, Optional<CommitId> applied) {
        Attempt attempt = tracked.running();
        tracked.set(tracked.ledger.ended(applied, Outcomes.envelope(outcome, attempt, clock.instant())));
        tracked.ended = outcome;
    }

    /** Outside of attempts, a change of health is told once. */
    private void tellHealth(Subject app, Tracked tracked, ApplicationHealth health) {
        Health before = tracked.toldHealth != null
                ? tracked.toldHealth
                : app.told().health().orElse(health.health());
        if (!health.known()) {
            return;
        }
        if (tracked.ended == null && before != health.health()) {
            tracked.set(tracked.ledger.telling(Outcomes.healthChanged(
                    app.id(), app.uid(), tracked.ledger.record(), before, health, clock.instant())));
        }
        tracked.toldHealth = health.health();
        boolean waitsForThis = !tracked.ledger.failure().isEmpty()
                && tracked.plan != null
                && !tracked.plan.prune().isEmpty()
                && tracked.plan.pruning() instanceof Pruning.Allowed;
        if (health.isSettled() && waitsForThis && tracked.again == null) {
            tracked.again = clock.instant();
        }
    }

    /** The application is gone: its objects are watched no longer. */
    void forget(String uid) {
        watch.watch(uid, List.of());
    }

    void close() {
        watch.close();
    }
}

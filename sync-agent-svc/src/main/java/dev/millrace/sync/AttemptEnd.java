package dev.millrace.sync;

import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.health.RolloutCauses;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.render.Rendering;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.report.Outcomes;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.Work;
import dev.millrace.sync.steer.Step;
import dev.millrace.sync.tenant.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Ends attempts, each in exactly one outcome, and notes what others are to learn of the health between attempts. */
public final class AttemptEnd {
    private static final Backoff RETRY = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));

    private final Function<Identity, RolloutCauses> causes;
    private final Supplier<Optional<UUID>> cluster;
    private final Clock clock;

    /** @param cluster the uid of the cluster */
    public AttemptEnd(Function<Identity, RolloutCauses> causes, Supplier<Optional<UUID>> cluster, Clock clock) {
        this.causes = causes;
        this.cluster = cluster;
        this.clock = clock;
    }

    /** The running attempt is applied, healthy and pruned. */
    void succeed(Pass pass) {
        TrackedApplication tracked = pass.tracked();
        Attempt attempt = tracked.running();
        SyncCompleted outcome = Outcomes.succeeded(pass.app().id(), pass.app().uid(), attempt, clock.instant());
        end(pass, outcome, Optional.of(attempt.revision()), Optional.empty(), Optional.empty());
        tracked.set(tracked.drift().succeeded());
        tracked.set(new AttemptState.Idle(
                Optional.empty(), 0, Set.of(), tracked.attempt().stored()));
    }

    /** The running attempt has failed for this reason. */
    void fail(Pass pass, Step.Fail step) {
        TrackedApplication tracked = pass.tracked();
        boolean applied = isApplied(tracked);
        boolean hasApplied =
                switch (step.kind()) {
                    case REFUSED, UNAVAILABLE, UNHEALTHY -> true;
                    case NOT_RENDERED, BLOCKED, PRUNE_WITHHELD -> false;
                };
        if (hasApplied && tracked.running().appliedAt().isEmpty()) {
            tracked.note(running -> running.appliedAt(clock.instant()));
        }
        Attempt attempt = tracked.running();
        ApplicationHealth health = pass.findings().health().orElse(ApplicationHealth.UNKNOWN);
        List<ObjectFailure> failures =
                switch (step.kind()) {
                    case REFUSED, UNAVAILABLE -> attempt.done().failures();
                    case UNHEALTHY -> rolloutFailures(pass.app(), attempt, health);
                    case NOT_RENDERED, BLOCKED, PRUNE_WITHHELD -> List.of();
                };
        String message =
                switch (step.kind()) {
                    case REFUSED, UNAVAILABLE -> Outcomes.incomplete(attempt);
                    case UNHEALTHY ->
                        Outcomes.unhealthy(health, failures, pass.app().timeout()) + notApplied(tracked.attempt());
                    case PRUNE_WITHHELD -> "nothing is pruned: " + step.detail();
                    case NOT_RENDERED, BLOCKED -> step.detail();
                };
        fail(pass, new Failure(step.kind(), message), failures, applied, step.retried());
    }

    /** The commit of the running attempt can't be rendered. */
    void notRendered(Pass pass, Rendering.Impossible impossible, int failuresBefore) {
        pass.tracked()
                .set(new AttemptState.Idle(
                        Optional.empty(),
                        failuresBefore,
                        Set.of(),
                        pass.tracked().attempt().stored()));
        Failure failure = new Failure(Failure.Kind.NOT_RENDERED, impossible.file() + ": " + impossible.reason());
        fail(pass, failure, List.of(), false, impossible.isTransient());
    }

    /** The running attempt has objects that its application may not have. Nothing of it is applied. */
    void notAllowed(Pass pass, List<Refusal> refusals, int failuresBefore) {
        TrackedApplication tracked = pass.tracked();
        tracked.set(new AttemptState.Idle(
                Optional.empty(), failuresBefore, Set.of(), tracked.attempt().stored()));
        List<ObjectFailure> failures = refusals.stream()
                .map(refusal -> Attempts.failure(refusal.manifest(), FailureKind.REJECTED, refusal.reason()))
                .toList();
        fail(pass, new Failure(Failure.Kind.REFUSED, Refusal.message(refusals)), failures, false, false);
    }

    /** Returns the objects of later waves that the attempt did not come to. */
    private static String notApplied(AttemptState state) {
        if (!(state instanceof AttemptState.Applying(Work work, int done, var stored))) {
            return "";
        }
        List<String> left =
                work.plan().notApplied(done).stream().map(ObjectRef::toString).toList();
        return left.isEmpty() ? "" : "; not applied: " + Outcomes.some(left);
    }

    private void fail(Pass pass, Failure failure, List<ObjectFailure> failures, boolean applied, boolean retried) {
        TrackedApplication tracked = pass.tracked();
        Attempt attempt = tracked.running();
        int inARow = failuresBefore(tracked.attempt()) + 1;
        Optional<Instant> retryAt = retried ? Optional.of(clock.instant().plus(RETRY.after(inARow))) : Optional.empty();
        Inputs inputs = inputs(tracked.attempt()); // Pods and controllers quote values in their messages
        SyncCompleted outcome = Outcomes.failed(
                pass.app().id(),
                pass.app().uid(),
                attempt,
                failures.stream()
                        .map(one -> one.because(inputs.masked(one.reason())))
                        .toList(),
                undesired(tracked.attempt()),
                inputs.masked(failure.message()));
        Optional<CommitId> revision = applied ? Optional.of(attempt.revision()) : Optional.empty();
        Failure bounded = new Failure(failure.kind(), outcome.message().orElse(inputs.masked(failure.message())));
        end(pass, outcome, revision, Optional.of(bounded), retryAt);
        tracked.set(tracked.drift().failed(clock.instant()));
        tracked.set(new AttemptState.Idle(
                retryAt,
                inARow,
                tracked.attempt().undesired(),
                tracked.attempt().stored()));
    }

    /** A newer commit, or the deletion of the Application, takes the place of the running attempt, if there is one. */
    void supersede(Pass pass) {
        TrackedApplication tracked = pass.tracked();
        if (tracked.ledger().running().isPresent()) {
            Attempt attempt = tracked.running();
            Optional<CommitId> revision = isApplied(tracked) ? Optional.of(attempt.revision()) : Optional.empty();
            end(
                    pass,
                    Outcomes.superseded(pass.app().id(), pass.app().uid(), attempt),
                    revision,
                    Optional.empty(),
                    Optional.empty());
            tracked.set(tracked.drift().superseded());
        }
        tracked.set(new AttemptState.Idle(
                Optional.empty(),
                0,
                tracked.attempt().undesired(),
                tracked.attempt().stored()));
    }

    private void end(
            Pass pass,
            SyncCompleted outcome,
            Optional<CommitId> revision,
            Optional<Failure> failure,
            Optional<Instant> retryAt) {
        TrackedApplication tracked = pass.tracked();
        Attempt attempt = tracked.running();
        tracked.set(tracked.ledger()
                .ended(revision, failure, Outcomes.envelope(outcome, attempt, clock.instant()), retryAt));
        pass.findings()
                .health()
                .filter(ApplicationHealth::known)
                .ifPresent(health -> tracked.set(tracked.ledger().publishing(health.health())));
        pass.ended(new EndedAttempt(outcome, attempt.why().reason()));
    }

    /** Publishes the change of health since the last attempt or the last change; the first health is only noted. */
    void publishHealth(Pass pass) {
        TrackedApplication tracked = pass.tracked();
        ApplicationHealth health = pass.findings()
                .health()
                .orElseThrow(() -> new IllegalStateException("health is published only once it is known"));
        tracked.ledger()
                .noted()
                .publishedHealth()
                .or(() -> pass.app().published().health())
                .ifPresent(before -> tracked.set(tracked.ledger()
                        .publishing(Outcomes.healthChanged(
                                pass.app().id(),
                                pass.app().uid(),
                                cluster.get(),
                                tracked.ledger().record(),
                                before,
                                health,
                                clock.instant()))));
        tracked.set(tracked.ledger().publishing(health.health()));
    }

    private List<ObjectFailure> rolloutFailures(Subject app, Attempt attempt, ApplicationHealth health) {
        RolloutCauses readable = causes.apply(app.identity());
        return health.objects().stream()
                .map(unhealthy ->
                        Outcomes.failure(attempt, unhealthy, readable.of(unhealthy), readable.images(unhealthy)))
                .toList();
    }

    /** Returns true if everything that the running attempt desires was applied. */
    private static boolean isApplied(TrackedApplication tracked) {
        Attempt attempt = tracked.running();
        boolean allSteps =
                switch (tracked.attempt()) {
                    case AttemptState.Applying(Work work, int done, var stored) ->
                        done == work.plan().steps().size();
                    case AttemptState.Removing removing ->
                        removing.order() == AttemptState.Removing.Order.AFTER_HEALTHY;
                    case AttemptState.Idle idle -> true;
                    case AttemptState.Interrupted interrupted -> true;
                    case AttemptState.Settling settling -> true;
                    case AttemptState.Ending ending -> true;
                };
        return allSteps && attempt.appliedAt().isPresent() && attempt.done().isComplete();
    }

    private static int failuresBefore(AttemptState state) {
        return switch (state) {
            case AttemptState.Applying applying -> applying.work().failures();
            case AttemptState.Settling settling -> settling.work().failures();
            case AttemptState.Removing removing -> removing.work().failures();
            case AttemptState.Ending ending -> ending.failures();
            case AttemptState.Idle idle -> idle.failures();
            case AttemptState.Interrupted interrupted -> 0;
        };
    }

    private static Inputs inputs(AttemptState state) {
        return switch (state) {
            case AttemptState.Applying applying -> applying.work().inputs();
            case AttemptState.Settling settling -> settling.work().inputs();
            case AttemptState.Removing removing -> removing.work().inputs();
            case AttemptState.Ending ending -> Inputs.NONE;
            case AttemptState.Idle idle -> Inputs.NONE;
            case AttemptState.Interrupted interrupted -> Inputs.NONE;
        };
    }

    private static List<ObjectRef> undesired(AttemptState state) {
        List<Operation.Prune> prunes =
                switch (state) {
                    case AttemptState.Applying applying ->
                        applying.work().plan().prune();
                    case AttemptState.Settling settling ->
                        settling.work().plan().prune();
                    case AttemptState.Removing removing ->
                        removing.work().plan().prune();
                    case AttemptState.Ending ending -> ending.objects();
                    case AttemptState.Idle idle -> List.of();
                    case AttemptState.Interrupted interrupted -> List.of();
                };
        return prunes.stream().map(Operation.Prune::ref).toList();
    }
}

package dev.millrace.sync.steer;

import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.plan.wave.WaveGate;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.state.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The steps from the beginning of an attempt to its end, and what is due between attempts. */
final class Rollout {
    private Rollout() {}

    static Step next(Facts facts) {
        return switch (facts.attempt()) {
            case AttemptState.Idle idle -> idle(facts);
            case AttemptState.Interrupted interrupted -> healthOr(facts, new Step.AwaitHealth("", Optional.empty()));
            case AttemptState.Applying applying -> apply(facts, applying);
            case AttemptState.Settling settling -> settle(facts, settling.work().plan());
            case AttemptState.Removing removing -> remove(facts, removing);
            case AttemptState.Ending ending -> end(facts);
        };
    }

    private static Step idle(Facts facts) {
        Optional<ApplicationHealth> health = facts.findings().health();
        if (health.isEmpty()) {
            return new Step.CheckHealth();
        }
        boolean changed = health.get().known()
                && facts.record().attempts() > 0
                && !facts.record()
                        .publishedHealth()
                        .equals(Optional.of(health.get().health()));
        return changed ? new Step.PublishHealth() : Pauses.rest(facts);
    }

    private static Step healthOr(Facts facts, Step.Pause pause) {
        return facts.findings().health().isEmpty() ? new Step.CheckHealth() : Pauses.with(facts, pause);
    }

    private static Step apply(Facts facts, AttemptState.Applying applying) {
        SyncPlan plan = applying.work().plan();
        int next = applying.stepsDone();
        if (next == plan.steps().size()) {
            return new Step.FinishApplying();
        }
        boolean isWithinWave = next > 0
                && plan.steps().get(next).wave() == plan.steps().get(next - 1).wave();
        return isWithinWave ? new Step.ApplyNext() : passGate(facts, applying);
    }

    /** A wave waits for the objects of lower waves, and for nothing else: never for what the commit fixes. */
    private static Step passGate(Facts facts, AttemptState.Applying applying) {
        Optional<ApplicationHealth> health = facts.findings().health();
        if (health.isEmpty()) {
            return new Step.CheckHealth();
        }
        Attempt attempt = facts.record().running().orElseThrow();
        if (applying.stepsDone() > 0 && !attempt.done().unreadable().isEmpty()) {
            return failIncomplete(facts, applying.work().plan()); // a document that can't be read may be of any wave
        }
        Set<String> failed = attempt.done().failures().stream()
                .map(failure -> failure.object().identity())
                .collect(Collectors.toSet());
        WaveGate.Observed observed = new WaveGate.Observed(
                health.get().unhealthy(), failed, applying.work().proven());
        return switch (WaveGate.next(applying.work().plan(), applying.stepsDone(), observed)) {
            case WaveGate.Answer.Open open -> new Step.ApplyNext();
            case WaveGate.Answer.Held held -> hold(facts, applying.work().plan(), held, health.get());
        };
    }

    private static Step hold(Facts facts, SyncPlan plan, WaveGate.Answer.Held held, ApplicationHealth health) {
        if (held.holders().stream().anyMatch(holder -> holder.health().isEmpty())) {
            return failIncomplete(facts, plan);
        }
        Set<String> holders =
                held.holders().stream().map(holder -> holder.ref().toString()).collect(Collectors.toSet());
        return held.isBroken() || facts.isTimedOut()
                ? new Step.Fail(Failure.Kind.UNHEALTHY, "", false)
                : Pauses.with(
                        facts,
                        new Step.AwaitHealth(
                                "wave " + held.wave() + " waits for: " + health.message(holders), Optional.empty()));
    }

    private static Step settle(Facts facts, SyncPlan plan) {
        Optional<ApplicationHealth> health = facts.findings().health();
        if (health.isEmpty()) {
            return new Step.CheckHealth();
        }
        if (!facts.record().isComplete()) {
            return failIncomplete(facts, plan);
        }
        if (health.get().isSettled()) {
            return prune(plan);
        }
        return health.get().isBroken() || facts.isTimedOut()
                ? new Step.Fail(Failure.Kind.UNHEALTHY, "", false)
                : Pauses.with(facts, new Step.AwaitHealth(health.get().message(), Optional.empty()));
    }

    /**
     * An object that the API server refused may be accepted later. A part of the cluster that does not answer needs no user. A document that can't be read stays unreadable, and what the plan refuses
     * waits for a user, or for the application that has the object.
     */
    private static Step failIncomplete(Facts facts, SyncPlan plan) {
        Set<String> refusedByPlan =
                plan.refuse().stream().map(refuse -> refuse.ref().identity()).collect(Collectors.toSet());
        List<ObjectFailure> failures = facts.record().running().stream()
                .flatMap(attempt -> attempt.done().failures().stream())
                .toList();
        boolean retried = failures.stream()
                .anyMatch(failure -> !refusedByPlan.contains(failure.object().identity()));
        boolean unavailable = failures.stream().allMatch(failure -> failure.kind() == FailureKind.INFRASTRUCTURE);
        return new Step.Fail(retried && unavailable ? Failure.Kind.UNAVAILABLE : Failure.Kind.REFUSED, "", retried);
    }

    private static Step prune(SyncPlan plan) {
        if (plan.prune().isEmpty()) {
            return new Step.Succeed();
        }
        return switch (plan.pruning()) {
            case Pruning.Withheld(String reason) -> new Step.Fail(Failure.Kind.PRUNE_WITHHELD, reason, false);
            case Pruning.Off off -> new Step.ReleaseUndesired();
            case Pruning.Allowed allowed -> new Step.BeginPruning();
        };
    }

    private static Step remove(Facts facts, AttemptState.Removing removing) {
        Optional<RemovalProgress> progress = facts.findings().removal();
        if (progress.isEmpty()) {
            return new Step.PruneNext();
        }
        if (!(progress.get() instanceof RemovalProgress.Gone)) {
            return unfinished(facts, progress.get());
        }
        if (removing.order() == AttemptState.Removing.Order.BEFORE_APPLY) {
            return new Step.BeginApplying();
        }
        Optional<ApplicationHealth> health = facts.findings().health();
        if (health.isEmpty()) {
            return new Step.CheckHealth();
        }
        return health.get().isSettled() ? new Step.Succeed() : new Step.SettleAgain();
    }

    private static Step end(Facts facts) {
        Optional<RemovalProgress> progress = facts.findings().removal();
        if (progress.isEmpty()) {
            return new Step.PruneNext();
        }
        return progress.get() instanceof RemovalProgress.Gone ? new Step.Succeed() : unfinished(facts, progress.get());
    }

    private static Step unfinished(Facts facts, RemovalProgress progress) {
        return switch (progress) {
            case RemovalProgress.Waiting(String why, Instant checkAt) ->
                facts.isTimedOut()
                        ? new Step.Fail(Failure.Kind.BLOCKED, why, true)
                        : healthOr(facts, new Step.Await(why, Optional.of(checkAt)));
            case RemovalProgress.Blocked(String why) -> new Step.Fail(Failure.Kind.BLOCKED, why, true);
            case RemovalProgress.Withheld(String why) -> new Step.Fail(Failure.Kind.PRUNE_WITHHELD, why, true);
            case RemovalProgress.Gone gone -> throw new IllegalStateException("nothing is left to wait for");
        };
    }
}

package dev.millrace.sync.steer;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.SourceState;
import dev.millrace.sync.state.Triggers;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The steps from a trigger to the beginning of an attempt. */
final class Following {
    private Following() {}

    /** The next step; empty if no attempt is to begin now. */
    static Optional<Step> next(Facts facts) {
        SourceState source = facts.source();
        if (isSourceDue(facts)) {
            return Optional.of(new Step.ReadSource());
        }
        if (source.problem().isPresent() || source.tip().isEmpty()) {
            return Optional.empty();
        }
        if (facts.policy().observed()) {
            return observe(facts, source.tip().get().commit());
        }
        Optional<Step> schedule = schedule(facts);
        if (schedule.isPresent()) {
            return schedule;
        }
        if (!isAnythingToDecide(facts)) {
            return Optional.empty();
        }
        return facts.findings().target().isEmpty()
                ? Optional.of(new Step.ResolveTarget())
                : decide(facts, facts.findings().target().get());
    }

    /** After a failed request the source is asked again when that is due, or at once for a trigger that asks for it. */
    private static boolean isSourceDue(Facts facts) {
        SourceState source = facts.source();
        if (facts.findings().sourceRead()) {
            return false;
        }
        if (source.problem().isPresent()) {
            Optional<Instant> nextTry = source.problem().get().nextTry();
            return facts.findings().sourceRequested()
                    || nextTry.filter(at -> !facts.now().isBefore(at)).isPresent();
        }
        return source.tip().isEmpty() || source.demand().sourceAsOf().isPresent();
    }

    private static Optional<Step> observe(Facts facts, CommitId tip) {
        if (facts.record().running().isPresent()) {
            return Optional.of(new Step.Supersede());
        }
        boolean isPreviewed = facts.source()
                .preview()
                .filter(preview -> preview.revision().equals(tip))
                .isPresent();
        return isPreviewed && facts.source().demand().equals(Triggers.NONE)
                ? Optional.empty()
                : Optional.of(new Step.PreviewChanges(tip));
    }

    /** All objects are compared with the cluster at once when nothing is known of them, and then now and then, whether or not drift was reported. */
    private static Optional<Step> schedule(Facts facts) {
        Optional<Instant> at = facts.drift().compareAllAt();
        if (!facts.policy().heal()) {
            return at.map(planned -> new Step.ScheduleComparison(Step.ScheduleComparison.When.NEVER));
        }
        return at.isEmpty() || !facts.now().isBefore(at.get())
                ? Optional.of(new Step.ScheduleComparison(Step.ScheduleComparison.When.NOW))
                : Optional.empty();
    }

    private static boolean isAnythingToDecide(Facts facts) {
        return facts.record().attempts() == 0
                || facts.attempt() instanceof AttemptState.Interrupted
                || facts.policy().syncRequested()
                || !facts.source().isCompared()
                || !facts.source().demand().equals(Triggers.NONE)
                || isDriftSuspected(facts)
                || facts.isRetryDue()
                || facts.isHealthyLate();
    }

    private static boolean isDriftSuspected(Facts facts) {
        return facts.drift().recheck().isPresent()
                || !facts.drift().toCompare(facts.now()).isEmpty();
    }

    private static Optional<Step> decide(Facts facts, Target target) {
        if (target instanceof Target.Requested requested) {
            return Optional.of(new Step.BeginRequested(requested));
        }
        if (isDriftSuspected(facts) && !facts.findings().driftCompared()) {
            return Optional.of(new Step.CompareDrift());
        }
        if (isComparisonNeeded(facts)) {
            return Optional.of(new Step.Compare(target.commit()));
        }
        Set<String> differing = facts.findings().driftCompared() ? facts.drift().restorable(facts.now()) : Set.of();
        Optional<Reason> own = reason(facts);
        if (own.isEmpty() && differing.isEmpty()) {
            return compared(facts);
        }
        // An object that only drifted is restored at once; a new commit has to wait for the dependencies.
        boolean mustWait =
                own.isPresent() && facts.policy().dependent() && !(facts.attempt() instanceof AttemptState.Interrupted);
        if (mustWait && facts.findings().dependencies().isEmpty()) {
            return Optional.of(new Step.CheckDependencies(target.commit()));
        }
        if (mustWait && unmet(facts).isPresent()) {
            return Optional.empty();
        }
        if (facts.findings().health().isEmpty()) {
            return Optional.of(new Step.CheckHealth()); // an object that is missing is applied again
        }
        Reason reason = own.orElse(Reason.DRIFT); // what differs is restored by an attempt that is made anyway
        return Optional.of(new Step.Begin(target.commit(), trigger(facts, reason), reason, differing));
    }

    private static Optional<String> unmet(Facts facts) {
        return facts.findings().dependencies().flatMap(Findings.Dependencies::unmet);
    }

    private static boolean isComparisonNeeded(Facts facts) {
        boolean never = facts.record().attempts() == 0 || facts.attempt() instanceof AttemptState.Interrupted;
        return !never
                && facts.findings().comparison().isEmpty()
                && (!facts.source().isCompared()
                        || facts.source().demand().trigger().isPresent());
    }

    private static Optional<Step> compared(Facts facts) {
        CommitId tip = facts.source().tip().orElseThrow().commit();
        return facts.source().isCompared() && facts.source().demand().equals(Triggers.NONE)
                ? Optional.empty()
                : Optional.of(new Step.MarkCompared(tip));
    }

    /** The reason to bring the commit; empty if it is the one that was brought, or does not concern the application. */
    private static Optional<Reason> reason(Facts facts) {
        if (facts.record().attempts() == 0) {
            return Optional.of(Reason.FIRST);
        }
        if (facts.attempt() instanceof AttemptState.Interrupted) {
            return Optional.of(Reason.RETRY);
        }
        Optional<Findings.Comparison> comparison = facts.findings().comparison();
        if (comparison.filter(found -> !found.sameInputs()).isPresent()) {
            return Optional.of(Reason.APPLICATION);
        }
        if (isPruneConfirmed(facts)) {
            return Optional.of(Reason.CONFIRMATION);
        }
        if (facts.isRetryDue()) {
            return Optional.of(Reason.RETRY);
        }
        if (facts.isHealthyLate()) {
            return Optional.of(Reason.HEALTHY_LATE);
        }
        return comparison.filter(found -> !found.sameContent()).map(found -> Reason.COMMIT);
    }

    /** A confirmation counts once for objects that could not be deleted: what blocks them may be something else. */
    private static boolean isPruneConfirmed(Facts facts) {
        return facts.isWithheldPruneConfirmed()
                || (facts.isPruneConfirmed()
                        && facts.record().hasFailed(Failure.Kind.BLOCKED)
                        && facts.source().demand().trigger().isPresent());
    }

    private static Trigger trigger(Facts facts, Reason reason) {
        Optional<Trigger> asked = facts.source().demand().trigger();
        return switch (reason) {
            case FIRST -> asked.orElse(Trigger.APPLICATION);
            case APPLICATION -> Trigger.APPLICATION;
            case DRIFT -> Trigger.DRIFT;
            case CONFIRMATION, REQUEST -> Trigger.MANUAL;
            case RETRY ->
                facts.attempt() instanceof AttemptState.Interrupted
                        ? facts.record()
                                .running()
                                .map(attempt -> attempt.why().trigger())
                                .orElse(Trigger.START)
                        : asked.orElse(Trigger.POLL);
            case COMMIT, HEALTHY_LATE -> asked.orElse(Trigger.POLL);
            case DELETION -> throw new IllegalStateException("a deletion follows no commit");
        };
    }
}

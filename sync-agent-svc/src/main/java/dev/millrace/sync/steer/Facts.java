package dev.millrace.sync.steer;

import dev.millrace.events.value.CommitId;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.state.DriftState;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.SourceState;
import java.time.Instant;

/**
 * Everything on which the next step of an application depends.
 *
 * @param began when this pass began: what became due since then is due for the next pass
 */
public record Facts(
        Instant began,
        Instant now,
        Policy policy,
        RecordFacts record,
        AttemptState attempt,
        SourceState source,
        DriftState drift,
        Findings findings) {

    /** Returns true if the running attempt has taken longer than it may. */
    boolean isTimedOut() {
        return record.running()
                .map(attempt -> attempt.startedAt().plus(policy.healthTimeout()))
                .filter(deadline -> !now.isBefore(deadline))
                .isPresent();
    }

    /** Returns true if the failed attempt is to be made again now. */
    boolean isRetryDue() {
        return attempt instanceof AttemptState.Idle idle
                && idle.retryAt().filter(at -> !now.isBefore(at)).isPresent();
    }

    /** Returns true if a user confirmed what the newest attempt did not delete without that. */
    boolean isWithheldPruneConfirmed() {
        return isPruneConfirmed() && record.hasFailed(Failure.Kind.PRUNE_WITHHELD);
    }

    /** Returns true if a user confirmed the deletions of the commit that was attempted last. */
    boolean isPruneConfirmed() {
        return policy.confirmedPrune().isPresent()
                && policy.confirmedPrune().equals(record.attempted().map(CommitId::value));
    }

    /** Returns true if the newest attempt failed because objects did not become healthy, and no retry is planned. */
    boolean mayBecomeHealthyLate() {
        return attempt instanceof AttemptState.Idle idle
                && idle.retryAt().isEmpty()
                && record.hasFailed(Failure.Kind.UNHEALTHY);
    }

    /** Returns true if they are healthy by now. */
    boolean isHealthyLate() {
        return mayBecomeHealthyLate()
                && findings.health().filter(health -> health.isSettled()).isPresent();
    }
}

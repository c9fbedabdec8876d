package dev.millrace.sync.steer;

import dev.millrace.cluster.application.DeletionPolicy;
import dev.millrace.sync.state.AttemptState;
import java.util.Optional;

/** The steps of an application that is being deleted. */
final class Deletion {
    static final String REFUSED =
            "it is not deleted while it has objects, because spec.deletion is refuse; set it to prune or orphan";

    private Deletion() {}

    /** The next step; empty if the attempt that is running decides. */
    static Optional<Step> next(Facts facts, DeletionPolicy policy) {
        return switch (policy) {
            case ORPHAN -> Optional.of(orphan(facts));
            case PRUNE -> prune(facts);
            case REFUSE -> facts.record().holdsObjects() ? Optional.empty() : Optional.of(leave(facts));
        };
    }

    private static Step orphan(Facts facts) {
        if (facts.record().running().isPresent()) {
            return new Step.Supersede();
        }
        return facts.record().holdsObjects() ? new Step.ReleaseAll() : leave(facts);
    }

    private static Optional<Step> prune(Facts facts) {
        if (facts.attempt() instanceof AttemptState.Ending) {
            return Optional.empty();
        }
        if (facts.record().holdsObjects()) {
            boolean waits = facts.attempt() instanceof AttemptState.Idle idle
                    && idle.retryAt().isPresent()
                    && !facts.isRetryDue()
                    && !facts.isWithheldPruneConfirmed();
            return waits ? Optional.empty() : Optional.of(new Step.BeginRemoval());
        }
        return Optional.of(leave(facts));
    }

    private static Step leave(Facts facts) {
        if (facts.record().running().isPresent()) {
            return new Step.Supersede();
        }
        return facts.record().hasEvents()
                ? new Step.Await("its objects are gone; Kafka has yet to acknowledge its last events", Optional.empty())
                : new Step.Leave();
    }
}

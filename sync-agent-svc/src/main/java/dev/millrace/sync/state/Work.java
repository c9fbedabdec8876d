package dev.millrace.sync.state;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.render.input.Inputs;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The work of one attempt.
 *
 * @param inputs the values it was rendered with; no message may hold a Secret of them
 * @param healing identities of the objects that this attempt restores
 * @param failures how many attempts at the same commit failed in a row before this one
 */
public record Work(SyncPlan plan, Inputs inputs, Set<String> healing, int failures) {
    public Work {
        healing = Set.copyOf(healing);
    }

    /** Returns the identities of recorded objects that are no longer desired. */
    public Set<String> undesired() {
        return plan.prune().stream()
                .map(Operation.Prune::ref)
                .map(ObjectRef::identity)
                .collect(Collectors.toUnmodifiableSet());
    }
}

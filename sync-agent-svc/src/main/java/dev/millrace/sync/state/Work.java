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
 * @param proven identities of the objects that were healthy at the end of the attempt before, just as they were applied
 * @param failures the number of successive failed attempts at the same commit before this one
 */
public record Work(SyncPlan plan, Inputs inputs, Set<String> healing, Set<String> proven, int failures) {
    public Work {
        healing = Set.copyOf(healing);
        proven = Set.copyOf(proven);
    }

    /** Returns the same work when nothing is left to be pruned. */
    public Work withoutPrune() {
        return new Work(plan.withoutPrune(), inputs, healing, proven, failures);
    }

    /** Returns the identities of recorded objects that are no longer desired. */
    public Set<String> undesired() {
        return plan.prune().stream()
                .map(Operation.Prune::ref)
                .map(ObjectRef::identity)
                .collect(Collectors.toUnmodifiableSet());
    }
}

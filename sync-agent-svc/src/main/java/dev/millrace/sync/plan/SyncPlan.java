package dev.millrace.sync.plan;

import java.util.List;

/**
 * What an attempt does.
 *
 * @param steps one after the other; none is empty
 * @param leave objects that are as they should be
 * @param refuse objects that can't be applied, and why
 * @param prune what is no longer desired, in the order of deletion, once the rest is healthy
 * @param pruning whether that may be done at all
 */
public record SyncPlan(
        List<Step> steps,
        List<Operation.Leave> leave,
        List<Operation.Refuse> refuse,
        List<Operation.Prune> prune,
        Pruning pruning) {

    public SyncPlan {
        steps = List.copyOf(steps);
        leave = List.copyOf(leave);
        refuse = List.copyOf(refuse);
        prune = List.copyOf(prune);
    }

    /** Whether the cluster stays as it is. */
    public boolean changesNothing() {
        return steps.isEmpty() && (prune.isEmpty() || pruning instanceof Pruning.Off);
    }

    /** Returns the plan when nothing is left to be pruned. */
    public SyncPlan withoutPrune() {
        return new SyncPlan(steps, leave, refuse, List.of(), pruning);
    }
}

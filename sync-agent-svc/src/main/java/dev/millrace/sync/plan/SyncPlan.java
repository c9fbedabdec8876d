package dev.millrace.sync.plan;

import dev.millrace.events.value.ObjectRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        List<PlanStep> steps,
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

    /**
     * The objects that are not applied yet, in the order of the steps.
     *
     * @param stepsDone how many of the steps are done
     */
    public List<ObjectRef> notApplied(int stepsDone) {
        return steps.subList(Math.min(stepsDone, steps.size()), steps.size()).stream()
                .flatMap(step -> step.operations().stream())
                .map(Operation::ref)
                .toList();
    }

    /** By identity, the waves of the objects that are as they should be. */
    public Map<String, Integer> wavesOfLeft() {
        Map<String, Integer> waves = new HashMap<>();
        leave.forEach(o -> waves.put(
                o.ref().identity(), Directives.of(o.manifest().annotations()).wave()));
        return waves;
    }
}

package dev.millrace.sync.plan;

import dev.millrace.events.value.ObjectRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The work of an attempt, as data.
 *
 * @param steps the steps in their order; none is empty
 * @param leave objects that are as they should be
 * @param refuse objects that can't be applied, and why
 * @param prune objects that are no longer desired, in the order of deletion; they are deleted once the rest is healthy
 * @param pruning the decision if they may be deleted
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

    /** Returns true if the cluster stays as it is. */
    public boolean changesNothing() {
        return steps.isEmpty() && (prune.isEmpty() || pruning instanceof Pruning.Off);
    }

    /** Returns the objects whose absence the plan assumes. */
    public List<ObjectRef> assumed() {
        return steps.stream()
                .flatMap(step -> step.operations().stream())
                .filter(operation -> operation instanceof Operation.Create create && create.assumed())
                .map(Operation::ref)
                .toList();
    }

    /** Returns the plan when nothing is left to be pruned. */
    public SyncPlan withoutPrune() {
        return new SyncPlan(steps, leave, refuse, List.of(), pruning);
    }

    /**
     * Returns the objects that are not applied yet, in the order of the steps.
     *
     * @param stepsDone the number of the steps that are done
     */
    public List<ObjectRef> notApplied(int stepsDone) {
        return steps.subList(Math.min(stepsDone, steps.size()), steps.size()).stream()
                .flatMap(step -> step.operations().stream())
                .map(Operation::ref)
                .toList();
    }

    /** Returns the waves of the objects that are as they should be, by identity. */
    public Map<String, Integer> wavesOfLeft() {
        Map<String, Integer> waves = new HashMap<>();
        leave.forEach(o -> waves.put(
                o.ref().identity(), Directives.of(o.manifest().annotations()).wave()));
        return waves;
    }
}

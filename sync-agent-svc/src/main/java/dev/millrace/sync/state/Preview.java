package dev.millrace.sync.state;

import dev.millrace.events.value.CommitId;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.plan.SyncPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes that an attempt would make to an application that is only observed.
 *
 * @param inputs everything besides the commit that it depends on
 * @param changesNothing true if the cluster is as the commit declares it
 */
public record Preview(CommitId revision, String inputs, boolean changesNothing, String message) {

    /** Returns true if this is the preview of that commit with those inputs. */
    public boolean isOf(CommitId commit, String otherInputs) {
        return revision.equals(commit) && inputs.equals(otherInputs);
    }

    /** The preview of a commit that can't be rendered. */
    public static Preview impossible(CommitId revision, String inputs, String reason) {
        return new Preview(revision, inputs, false, revision.shortForm() + " can't be rendered: " + reason);
    }

    /** The preview of a plan. */
    public static Preview of(CommitId revision, String inputs, Manifests rendered, SyncPlan plan) {
        List<String> would = new ArrayList<>();
        count(would, "create", applied(plan, Operation.Create.class));
        count(would, "adopt", applied(plan, Operation.Adopt.class));
        count(would, "change", applied(plan, Operation.Apply.class));
        boolean prunes = !(plan.pruning() instanceof Pruning.Off);
        count(would, "prune", prunes ? plan.prune().size() : 0);
        count(would, "refuse", plan.refuse().size());
        boolean nothing = would.isEmpty() && rendered.unreadable().isEmpty();
        count(would, "not read", rendered.unreadable().size());
        return new Preview(
                revision,
                inputs,
                nothing,
                revision.shortForm() + (nothing ? " would change nothing" : " would " + String.join(", ", would)));
    }

    private static long applied(SyncPlan plan, Class<? extends Operation> kind) {
        return plan.steps().stream()
                .flatMap(step -> step.operations().stream())
                .filter(kind::isInstance)
                .count();
    }

    private static void count(List<String> would, String verb, long objects) {
        if (objects > 0) {
            would.add(verb + " " + objects);
        }
    }
}

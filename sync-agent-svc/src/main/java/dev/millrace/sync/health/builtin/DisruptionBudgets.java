package dev.millrace.sync.health.builtin;

import static dev.millrace.sync.health.object.ObjectHealth.degraded;
import static dev.millrace.sync.health.object.ObjectHealth.progressing;

import dev.millrace.sync.health.object.Condition;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.List;
import java.util.Optional;

/** The rule of PodDisruptionBudgets (Kubernetes API reference, policy/v1). A budget that allows no disruption now does what it is for. */
final class DisruptionBudgets {
    private static final List<String> COUNTS = List.of("currentHealthy", "desiredHealthy", "expectedPods");

    private DisruptionBudgets() {}

    static ObjectHealth of(ObjectFacts budget) {
        Optional<Condition> allowed = budget.condition("DisruptionAllowed");
        Optional<Condition> failed =
                allowed.filter(c -> c.isFalse() && c.reason().equals("SyncFailed"));
        if (failed.isPresent()) {
            return degraded(failed.get().reasonAndMessage());
        }
        if (allowed.isEmpty() && Workloads.isUnobserved(budget, COUNTS)) {
            return Workloads.UNOBSERVED;
        }
        long healthy = budget.number(0, "status", "currentHealthy");
        long desired = budget.number(0, "status", "desiredHealthy");
        return healthy < desired
                ? progressing(healthy + " of " + desired + " pods that must be healthy are")
                : ObjectHealth.HEALTHY;
    }
}

package dev.millrace.sync.health.builtin;

import static dev.millrace.sync.health.object.ObjectHealth.progressing;

import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.List;

/** The rule of StatefulSets (Kubernetes API reference, apps/v1; the concepts of update strategies and partitions). They report no failures. */
final class StatefulSets {
    private static final List<String> COUNTS = List.of("replicas", "readyReplicas", "updatedReplicas");

    private StatefulSets() {}

    static ObjectHealth of(ObjectFacts set) {
        if (Workloads.isUnobserved(set, COUNTS)) {
            return Workloads.UNOBSERVED;
        }
        long desired = set.number(1, "spec", "replicas");
        long ready = set.number(0, "status", "readyReplicas");
        if (ready < desired) {
            return progressing(ready + " of " + desired + " replicas are ready");
        }
        long available = set.number(ready, "status", "availableReplicas");
        if (available < desired) {
            return progressing(available + " of " + desired + " replicas are available");
        }
        long all = set.number(0, "status", "replicas");
        if (all > desired) {
            return progressing((all - desired) + " replicas too many are still there");
        }
        return set.text("spec", "updateStrategy", "type").equals("OnDelete")
                ? ObjectHealth.HEALTHY
                : updated(set, desired);
    }

    /**
     * Pods below the partition keep the current revision on purpose. Without a partition the controller makes the update revision the current one once
     * all Pods have it. After a return to the current revision, some Pods may still have the other one.
     */
    private static ObjectHealth updated(ObjectFacts set, long desired) {
        long partition = Math.max(0, set.number(0, "spec", "updateStrategy", "rollingUpdate", "partition"));
        long toUpdate = Math.max(0, desired - partition);
        long updated = set.number(0, "status", "updatedReplicas");
        boolean rolling = !set.text("status", "currentRevision").equals(set.text("status", "updateRevision"));
        if (updated < toUpdate && (rolling || updated > 0)) {
            return progressing(updated + " of " + toUpdate + " replicas are updated");
        }
        boolean known = !set.text("status", "currentRevision").isEmpty();
        return rolling && known && partition == 0 && desired > 0
                ? progressing("its update is not complete yet")
                : ObjectHealth.HEALTHY;
    }
}

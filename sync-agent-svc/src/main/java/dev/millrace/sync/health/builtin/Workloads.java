package dev.millrace.sync.health.builtin;

import static dev.millrace.sync.health.object.ObjectHealth.degraded;
import static dev.millrace.sync.health.object.ObjectHealth.progressing;
import static dev.millrace.sync.health.object.ObjectHealth.suspended;

import dev.millrace.events.Health;
import dev.millrace.sync.health.object.Condition;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules of the kinds that run interchangeable Pods (Kubernetes API reference, apps/v1: the counts and conditions of their statuses). */
final class Workloads {
    static final ObjectHealth UNOBSERVED = progressing("its controller has not seen it yet");

    private static final List<String> REPLICAS = List.of("replicas", "updatedReplicas", "availableReplicas");
    private static final List<String> NODES =
            List.of("desiredNumberScheduled", "numberAvailable", "numberMisscheduled");

    private Workloads() {}

    /**
     * Returns the health of a Deployment. Pods that can't be created are no failure yet: the controller retries, and its own deadline
     * ({@code spec.progressDeadlineSeconds}) decides when it gives up.
     */
    static ObjectHealth deployment(ObjectFacts deployment) {
        if (deployment.isTrue("spec", "paused")) {
            return suspended("it is paused");
        }
        if (isUnobserved(deployment, REPLICAS)) {
            return UNOBSERVED;
        }
        Optional<Condition> progress = deployment.condition("Progressing");
        if (progress.filter(p -> p.reason().equals("ProgressDeadlineExceeded")).isPresent()) {
            return degraded(
                    "its rollout made no progress in time: " + progress.get().message() + failure(deployment));
        }
        return rollout(deployment);
    }

    private static ObjectHealth rollout(ObjectFacts deployment) {
        long desired = deployment.number(1, "spec", "replicas");
        long updated = deployment.number(0, "status", "updatedReplicas");
        long all = deployment.number(0, "status", "replicas");
        long available = deployment.number(0, "status", "availableReplicas");
        if (updated < desired) {
            return progressing(updated + " of " + desired + " replicas are updated" + failure(deployment));
        }
        if (all > updated) {
            return progressing((all - updated) + " old replicas are still there");
        }
        if (all > desired) {
            return progressing((all - desired) + " replicas too many are still there");
        }
        if (available < updated) {
            return progressing(available + " of " + updated + " replicas are available" + failure(deployment));
        }
        return deployment
                .condition("Available")
                .filter(Condition::isFalse)
                .map(unavailable -> progressing(unavailable.reasonAndMessage()))
                .orElse(ObjectHealth.HEALTHY);
    }

    /** Returns the controller's words about Pods or a ReplicaSet that it can't create. */
    private static String failure(ObjectFacts workload) {
        return Stream.concat(
                        workload.condition("ReplicaFailure").filter(Condition::isTrue).stream(),
                        workload
                                .condition("Progressing")
                                .filter(p -> p.isFalse() && p.reason().equals("ReplicaSetCreateError"))
                                .stream())
                .map(c -> "; " + (c.message().isBlank() ? c.reason() : c.message()))
                .findFirst()
                .orElse("");
    }

    /**
     * Returns the health of a ReplicaSet or ReplicationController. They have no deadline: {@code ReplicaFailure} is the only failure that they
     * report, and it is removed as soon as a Pod can be created or deleted again.
     */
    static ObjectHealth replicaSet(ObjectFacts set) {
        if (isUnobserved(set, REPLICAS) && set.condition("ReplicaFailure").isEmpty()) {
            return UNOBSERVED;
        }
        ObjectHealth counted = counted(set);
        return set.condition("ReplicaFailure")
                .filter(Condition::isTrue)
                .map(failed -> degraded(
                        counted.health() == Health.Healthy
                                ? failed.reasonAndMessage()
                                : counted.message() + failure(set)))
                .orElse(counted);
    }

    private static ObjectHealth counted(ObjectFacts set) {
        long desired = set.number(1, "spec", "replicas");
        long available = set.number(0, "status", "availableReplicas");
        if (available < desired) {
            return progressing(available + " of " + desired + " replicas are available");
        }
        long all = set.number(0, "status", "replicas");
        return all > desired
                ? progressing((all - desired) + " replicas too many are still there")
                : ObjectHealth.HEALTHY;
    }

    /** Returns the health of a DaemonSet. Pods on nodes that it no longer selects may stay for good, so {@code numberMisscheduled} doesn't count. */
    static ObjectHealth daemonSet(ObjectFacts set) {
        if (isUnobserved(set, NODES)) {
            return UNOBSERVED;
        }
        long desired = set.number(0, "status", "desiredNumberScheduled");
        long updated = set.number(0, "status", "updatedNumberScheduled");
        boolean onDelete = set.text("spec", "updateStrategy", "type").equals("OnDelete");
        if (updated < desired && !onDelete) {
            return progressing(updated + " of " + desired + " pods are updated");
        }
        long available = set.number(0, "status", "numberAvailable");
        if (available < desired) {
            return progressing(available + " of " + desired + " pods are available");
        }
        return ObjectHealth.HEALTHY;
    }

    /** Returns true for a new object whose controller has not written a status yet; the API server writes counts of 0 into it. */
    static boolean isUnobserved(ObjectFacts workload, List<String> counts) {
        return !workload.has("status", "observedGeneration")
                && counts.stream().allMatch(count -> workload.number(0, "status", count) <= 0);
    }
}

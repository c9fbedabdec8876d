package dev.millrace.sync.health;

import static dev.millrace.sync.health.ObjectHealth.degraded;
import static dev.millrace.sync.health.ObjectHealth.progressing;
import static dev.millrace.sync.health.ObjectHealth.suspended;

import java.util.Optional;

/** The rules of the kinds that run Pods. */
final class Workloads {
    private Workloads() {}

    static ObjectHealth deployment(ObjectFacts deployment) {
        if (deployment.isTrue("spec", "paused")) {
            return suspended("it is paused");
        }
        if (unobserved(deployment)) {
            return progressing("its controller has not seen it yet");
        }
        Optional<ObjectFacts.Condition> progress = deployment.condition("Progressing");
        if (progress.filter(p -> p.reason().equals("ProgressDeadlineExceeded")).isPresent()) {
            return degraded(
                    "its rollout made no progress in time: " + progress.get().message());
        }
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
        if (available < updated) {
            return progressing(available + " of " + updated + " replicas are available" + failure(deployment));
        }
        return ObjectHealth.HEALTHY;
    }

    private static String failure(ObjectFacts workload) {
        return workload.condition("ReplicaFailure")
                .filter(ObjectFacts.Condition::isTrue)
                .map(c -> "; " + c.message())
                .orElse("");
    }

    static ObjectHealth statefulSet(ObjectFacts set) {
        if (unobserved(set)) {
            return progressing("its controller has not seen it yet");
        }
        long desired = set.number(1, "spec", "replicas");
        long ready = set.number(0, "status", "readyReplicas");
        if (ready < desired) {
            return progressing(ready + " of " + desired + " replicas are ready");
        }
        long all = set.number(0, "status", "replicas");
        if (all > desired) {
            return progressing((all - desired) + " replicas too many are still there");
        }
        if (set.text("spec", "updateStrategy", "type").equals("OnDelete")) {
            return ObjectHealth.HEALTHY;
        }
        long toUpdate = Math.max(0, desired - set.number(0, "spec", "updateStrategy", "rollingUpdate", "partition"));
        long updated = set.number(0, "status", "updatedReplicas");
        boolean sameRevision = set.text("status", "currentRevision").equals(set.text("status", "updateRevision"));
        if (updated < toUpdate && !sameRevision) {
            return progressing(updated + " of " + toUpdate + " replicas are updated");
        }
        return ObjectHealth.HEALTHY;
    }

    static ObjectHealth daemonSet(ObjectFacts set) {
        if (unobserved(set)) {
            return progressing("its controller has not seen it yet");
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

    static ObjectHealth replicaSet(ObjectFacts set) {
        if (unobserved(set)) {
            return progressing("its controller has not seen it yet");
        }
        long desired = set.number(1, "spec", "replicas");
        long available = set.number(0, "status", "availableReplicas");
        if (available < desired) {
            return progressing(available + " of " + desired + " replicas are available" + failure(set));
        }
        long all = set.number(0, "status", "replicas");
        return all > desired
                ? progressing((all - desired) + " replicas too many are still there")
                : ObjectHealth.HEALTHY;
    }

    static ObjectHealth job(ObjectFacts job) {
        Optional<ObjectFacts.Condition> failed = job.condition("Failed").filter(ObjectFacts.Condition::isTrue);
        if (failed.isPresent()) {
            return degraded("it failed: " + failed.get().reasonAndMessage());
        }
        if (job.condition("Complete").filter(ObjectFacts.Condition::isTrue).isPresent()) {
            return ObjectHealth.HEALTHY;
        }
        if (job.isTrue("spec", "suspend")) {
            return suspended("it is suspended");
        }
        long done = job.number(0, "status", "succeeded");
        long desired = job.number(1, "spec", "completions");
        return progressing(done + " of " + desired + " completions");
    }

    /** Returns true for a new object whose controller has not written a status yet. */
    private static boolean unobserved(ObjectFacts workload) {
        return !workload.has("status", "observedGeneration");
    }
}

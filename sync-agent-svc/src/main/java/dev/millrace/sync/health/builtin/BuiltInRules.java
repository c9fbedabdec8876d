package dev.millrace.sync.health.builtin;

import static dev.millrace.sync.health.object.ObjectHealth.progressing;

import dev.millrace.events.Health;
import dev.millrace.sync.health.builtin.cluster.ClusterRules;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.Optional;

/** The rules of the kinds that Kubernetes itself serves, by group and name (Kubernetes API reference; kstatus of sigs.k8s.io/cli-utils). */
public final class BuiltInRules {
    private static final int MAX_CHARACTERS = 2048;

    private BuiltInRules() {}

    /** Returns the object's health; empty for a kind that has no rule here. */
    public static Optional<ObjectHealth> of(ObjectFacts object, HealthContext context) {
        return workload(object)
                .or(() -> ClusterRules.of(object, context))
                .map(health -> health.health() != Health.Suspended && isBehind(object)
                        ? progressing("its controller has not seen the newest change yet")
                        : health)
                .map(BuiltInRules::bounded)
                .map(health -> health.by("built-in " + object.groupAndKind()));
    }

    private static boolean isBehind(ObjectFacts object) {
        long observed = object.number(-1, "status", "observedGeneration");
        return observed >= 0 && observed < object.generation();
    }

    private static ObjectHealth bounded(ObjectHealth health) {
        String message = health.message();
        return message.length() <= MAX_CHARACTERS
                ? health
                : new ObjectHealth(health.health(), message.substring(0, MAX_CHARACTERS) + "…");
    }

    private static Optional<ObjectHealth> workload(ObjectFacts object) {
        return Optional.ofNullable(
                switch (object.groupAndKind()) {
                    case "apps/Deployment", "extensions/Deployment" -> Workloads.deployment(object);
                    case "apps/ReplicaSet", "extensions/ReplicaSet", "/ReplicationController" ->
                        Workloads.replicaSet(object);
                    case "apps/DaemonSet", "extensions/DaemonSet" -> Workloads.daemonSet(object);
                    case "apps/StatefulSet" -> StatefulSets.of(object);
                    case "batch/Job" -> Jobs.job(object);
                    case "batch/CronJob" -> Jobs.cronJob(object);
                    case "/Pod" -> Pods.pod(object);
                    case "autoscaling/HorizontalPodAutoscaler" -> Autoscalers.of(object);
                    case "policy/PodDisruptionBudget" -> DisruptionBudgets.of(object);
                    default -> null;
                });
    }
}

package dev.millrace.sync.health;

import static dev.millrace.sync.health.ObjectHealth.degraded;
import static dev.millrace.sync.health.ObjectHealth.healthy;
import static dev.millrace.sync.health.ObjectHealth.progressing;
import static dev.millrace.sync.health.ObjectHealth.suspended;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Computes an object's health from the object alone: by the rules of kstatus (sigs.k8s.io/cli-utils, pkg/kstatus), those of the built-in kinds, and
 * the configured ones for other kinds.
 */
public final class HealthRules {
    private HealthRules() {}

    /** Returns the object's health without any configured rules, with a message that names the cause. */
    public static ObjectHealth of(GenericKubernetesResource object) {
        return of(object, KindRules.NONE);
    }

    /**
     * Returns the object's health where no StorageClass is known.
     *
     * @param rules the rules for kinds that are not Kubernetes' own
     */
    public static ObjectHealth of(GenericKubernetesResource object, KindRules rules) {
        return of(object, rules, name -> Optional.empty());
    }

    /**
     * Returns the object's health, with a message that names the cause.
     *
     * @param rules the rules for kinds that are not Kubernetes' own
     * @param bindingModes the {@code volumeBindingMode} of a StorageClass by its name; empty if there is none or it can't be read
     */
    public static ObjectHealth of(
            GenericKubernetesResource object, KindRules rules, Function<String, Optional<String>> bindingModes) {
        ObjectFacts facts = new ObjectFacts(object);
        if (object.getMetadata().getDeletionTimestamp() != null) {
            return progressing("it is being deleted");
        }
        long observed = facts.number(-1, "status", "observedGeneration");
        if (observed >= 0 && observed < facts.generation()) {
            return progressing("its controller has not seen the newest change yet");
        }
        String group =
                object.getApiVersion().contains("/") ? object.getApiVersion().split("/", 2)[0] : "";
        return switch (group + "/" + object.getKind()) {
            case "apps/Deployment" -> Workloads.deployment(facts);
            case "apps/StatefulSet" -> Workloads.statefulSet(facts);
            case "apps/DaemonSet" -> Workloads.daemonSet(facts);
            case "apps/ReplicaSet" -> Workloads.replicaSet(facts);
            case "batch/Job" -> Workloads.job(facts);
            case "batch/CronJob" ->
                facts.isTrue("spec", "suspend") ? suspended("it is suspended") : ObjectHealth.HEALTHY;
            case "/Pod" -> Pods.pod(facts);
            case "/PersistentVolumeClaim" -> VolumeClaims.of(facts, bindingModes);
            case "/Service" -> service(facts);
            case "/Namespace" ->
                facts.text("status", "phase").equals("Terminating")
                        ? progressing("it is being deleted")
                        : ObjectHealth.HEALTHY;
            case "apiextensions.k8s.io/CustomResourceDefinition" -> definition(facts);
            case "autoscaling/HorizontalPodAutoscaler" -> autoscaler(facts);
            case "policy/PodDisruptionBudget" -> disruptionBudget(facts);
            case "apiregistration.k8s.io/APIService" -> apiService(facts);
            default ->
                rules.of(group, object.getKind())
                        .map(rule -> rule.of(facts, self(object)))
                        .orElseGet(() -> generic(facts));
        };
    }

    /** Returns the object for rules: apiVersion, kind, metadata, and the fields of its kind. */
    private static Map<String, Object> self(GenericKubernetesResource object) {
        Map<String, Object> self = new HashMap<>(object.getAdditionalProperties());
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("name", object.getMetadata().getName());
        Optional.ofNullable(object.getMetadata().getNamespace()).ifPresent(value -> metadata.put("namespace", value));
        Optional.ofNullable(object.getMetadata().getGeneration()).ifPresent(value -> metadata.put("generation", value));
        Optional.ofNullable(object.getMetadata().getLabels()).ifPresent(value -> metadata.put("labels", value));
        Optional.ofNullable(object.getMetadata().getAnnotations())
                .ifPresent(value -> metadata.put("annotations", value));
        self.put("metadata", metadata);
        self.put("apiVersion", object.getApiVersion());
        self.put("kind", object.getKind());
        return self;
    }

    /** A new autoscaler has no metrics for a while; the reason of its condition distinguishes one that can't work at all. */
    private static ObjectHealth autoscaler(ObjectFacts autoscaler) {
        Optional<ObjectFacts.Condition> active =
                autoscaler.condition("ScalingActive").filter(ObjectFacts.Condition::isFalse);
        if (active.isPresent()) {
            return switch (active.get().reason()) {
                case "ScalingDisabled" -> suspended(active.get().reasonAndMessage());
                case "InvalidMetricSourceType", "InvalidSelector", "AmbiguousSelector" ->
                    degraded(active.get().reasonAndMessage());
                default -> progressing(active.get().reasonAndMessage());
            };
        }
        return autoscaler
                .condition("AbleToScale")
                .filter(ObjectFacts.Condition::isFalse)
                .map(able -> progressing(able.reasonAndMessage()))
                .orElse(ObjectHealth.HEALTHY);
    }

    private static ObjectHealth disruptionBudget(ObjectFacts budget) {
        Optional<ObjectFacts.Condition> failed = budget.condition("DisruptionAllowed")
                .filter(c -> c.isFalse() && c.reason().equals("SyncFailed"));
        if (failed.isPresent()) {
            return degraded(failed.get().reasonAndMessage());
        }
        long healthy = budget.number(0, "status", "currentHealthy");
        long desired = budget.number(0, "status", "desiredHealthy");
        return healthy < desired
                ? progressing(healthy + " of " + desired + " pods that must be healthy are")
                : ObjectHealth.HEALTHY;
    }

    private static ObjectHealth apiService(ObjectFacts service) {
        Optional<ObjectFacts.Condition> available = service.condition("Available");
        return available.filter(ObjectFacts.Condition::isTrue).isPresent()
                ? ObjectHealth.HEALTHY
                : progressing(available
                        .map(ObjectFacts.Condition::reasonAndMessage)
                        .orElse("its availability is not known yet"));
    }

    private static ObjectHealth service(ObjectFacts service) {
        if (!service.text("spec", "type").equals("LoadBalancer")) {
            return ObjectHealth.HEALTHY;
        }
        return service.maps("status", "loadBalancer", "ingress").isEmpty()
                ? progressing("its load balancer has no address yet")
                : ObjectHealth.HEALTHY;
    }

    private static ObjectHealth definition(ObjectFacts definition) {
        Optional<ObjectFacts.Condition> refused =
                definition.condition("NamesAccepted").filter(ObjectFacts.Condition::isFalse);
        if (refused.isPresent()) {
            return degraded("its names are taken: " + refused.get().reasonAndMessage());
        }
        return definition
                        .condition("Established")
                        .filter(ObjectFacts.Condition::isTrue)
                        .isPresent()
                ? ObjectHealth.HEALTHY
                : progressing("it is not established yet");
    }

    /** Applies the conditions that kstatus defines, for kinds without a rule. */
    private static ObjectHealth generic(ObjectFacts object) {
        Optional<ObjectFacts.Condition> stalled = object.condition("Stalled").filter(ObjectFacts.Condition::isTrue);
        if (stalled.isPresent()) {
            return degraded(stalled.get().reasonAndMessage());
        }
        Optional<ObjectFacts.Condition> reconciling =
                object.condition("Reconciling").filter(ObjectFacts.Condition::isTrue);
        if (reconciling.isPresent()) {
            return progressing(reconciling.get().reasonAndMessage());
        }
        Optional<ObjectFacts.Condition> ready = object.condition("Ready");
        if (ready.isPresent() && !ready.get().isTrue()) {
            return progressing(ready.get().reasonAndMessage());
        }
        return ready.map(r -> healthy("")).orElse(ObjectHealth.HEALTHY);
    }
}

package dev.millrace.sync.apply;

import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.cluster.expected.Autoscalers;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Leaves the number of replicas to the autoscalers that target an object. The autoscalers of a namespace are read once, when an object there has
 * replicas.
 */
final class Autoscaled {
    private static final List<String> REPLICAS = List.of("/spec/replicas");

    private final ClusterObjects cluster;
    private final Map<String, Autoscalers> known = new ConcurrentHashMap<>();

    /** Creates the memory of one step. */
    Autoscaled(ClusterObjects cluster) {
        this.cluster = cluster;
    }

    /** Returns how to apply an object that exists. */
    Treatment treatment(Treatment treatment, Manifest manifest) {
        boolean hasReplicas = manifest.content().get("spec") instanceof Map<?, ?> spec && spec.containsKey("replicas");
        ObjectRef ref = manifest.ref();
        return hasReplicas && in(ref).setReplicasOf(ref)
                ? treatment.ignoring(new IgnoreRule(
                        ref.group(), ref.kind(), ref.namespace().orElse(null), ref.name(), REPLICAS, List.of()))
                : treatment;
    }

    /** Returns true if an autoscaler made the difference. */
    boolean made(FieldDifference difference, ObjectRef ref) {
        return difference.path().equals(Autoscalers.REPLICAS) && in(ref).setReplicasOf(ref);
    }

    private Autoscalers in(ObjectRef ref) {
        return ref.namespace()
                .map(namespace -> known.computeIfAbsent(namespace, this::read))
                .orElse(Autoscalers.NONE);
    }

    private Autoscalers read(String namespace) {
        return Autoscalers.of(Stream.of(
                        new ObjectRef("autoscaling/v2", "HorizontalPodAutoscaler", Optional.of(namespace), "any"),
                        new ObjectRef("keda.sh/v1alpha1", "ScaledObject", Optional.of(namespace), "any"))
                .flatMap(kind -> cluster.others(kind).stream())
                .toList());
    }
}

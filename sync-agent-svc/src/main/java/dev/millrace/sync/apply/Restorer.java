package dev.millrace.sync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.PathElement;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.takeover.Intrusion;
import dev.millrace.sync.apply.takeover.Intrusion.Reach;
import dev.millrace.sync.apply.takeover.Takeover;
import dev.millrace.sync.manifest.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Applies an object that drifted. Where a merge with the fields of others is refused, the intruder's fields become ours, from near the fields that
 * differ to the whole object; where that isn't enough, the object is updated with our values. Each change is made only to the very version it
 * was computed from.
 */
final class Restorer {
    private static final List<Reach> FURTHER = List.of(Reach.BESIDE, Reach.OBJECT);

    private final ClusterObjects cluster;

    Restorer(ClusterObjects cluster) {
        this.cluster = cluster;
    }

    /**
     * Restores the object.
     *
     * @param left the rules by which fields are left to others
     * @param attempt applies the object if it is still as it was read
     */
    ApplyAnswer restore(
            Restoration restoration,
            GenericKubernetesResource live,
            Manifest desired,
            List<IgnoreRule> left,
            Function<GenericKubernetesResource, ApplyAnswer> attempt) {
        ObjectRef ref = desired.ref();
        JsonNode read = cluster.json(live);
        List<FieldPath> differing = restoration.differing(read);
        GenericKubernetesResource now = taken(
                        ref, live, Intrusion.of(read, ref.apiVersion(), differing, Reach.ITEMS, left))
                .orElse(live);
        ApplyAnswer answer = attempt.apply(now);
        for (Reach reach : FURTHER) {
            if (!isRefused(answer)) {
                break;
            }
            Optional<GenericKubernetesResource> taken =
                    taken(ref, now, Intrusion.of(cluster.json(now), ref.apiVersion(), differing, reach, left));
            if (taken.isPresent()) {
                now = taken.get();
                answer = attempt.apply(now);
            }
        }
        if (isRefused(answer)
                && !ref.kind().equals("Secret")) { // what a Secret is updated with may not be what it holds
            answer = updated(ref, now, differing, desired).map(attempt).orElse(answer);
        }
        return answer instanceof ApplyAnswer.Immutable(String reason, boolean known)
                ? new ApplyAnswer.Immutable(
                        reason, restoration.isRecreated(live.getMetadata().getUid()))
                : answer;
    }

    private static boolean isRefused(ApplyAnswer answer) {
        return answer instanceof ApplyAnswer.Rejected(FailureKind kind, String reason) && kind == FailureKind.REJECTED;
    }

    private Optional<GenericKubernetesResource> taken(
            ObjectRef ref, GenericKubernetesResource live, Optional<Takeover> takeover) {
        return takeover.flatMap(change ->
                cluster.patch(ref, live, change.patch(live.getMetadata().getResourceVersion())));
    }

    /** Updates the parts of the object in which fields differ to our values, and counts them as applied by us. */
    private Optional<GenericKubernetesResource> updated(
            ObjectRef ref, GenericKubernetesResource live, List<FieldPath> differing, Manifest desired) {
        JsonNode before = cluster.json(live);
        JsonNode after = merged(before, cluster.json(desired), differing);
        List<Map<String, Object>> patch = new ArrayList<>();
        patch.add(Takeover.unchanged(live.getMetadata().getResourceVersion()));
        after.properties().stream()
                .filter(field -> !field.getValue().equals(before.path(field.getKey())))
                .forEach(field -> patch.add(Map.of(
                        "op", "add", "path", "/" + escaped(field.getKey()), "value", (Object) field.getValue())));
        if (patch.size() == 1) {
            return Optional.empty();
        }
        return cluster.patch(ref, live, patch)
                .map(now -> taken(ref, now, Intrusion.ofOwnUpdates(cluster.json(now), ref.apiVersion()))
                        .orElse(now));
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** Returns the live object, in which each container around a field that differs is as desired. */
    static JsonNode merged(JsonNode live, JsonNode desired, List<FieldPath> differing) {
        ObjectNode merged = live.deepCopy();
        Map<List<PathElement>, JsonNode> parts = new LinkedHashMap<>();
        for (FieldPath path : differing) {
            List<PathElement> around = around(path, live, desired);
            if (!around.isEmpty() && !path.elements().getFirst().equals(new PathElement.Field("metadata"))) {
                parts.put(around, in(desired, around));
            }
        }
        parts.forEach((around, value) -> {
            if (in(merged, around.subList(0, around.size() - 1)) instanceof ObjectNode container
                    && around.getLast() instanceof PathElement.Field(String name)) {
                container.set(name, value.deepCopy());
            }
        });
        return merged;
    }

    /** Returns the path of the innermost named container around the field that both have; of a whole part of the object, that part. */
    private static List<PathElement> around(FieldPath path, JsonNode live, JsonNode desired) {
        for (int length = path.elements().size() - 1; length > 1; length--) {
            List<PathElement> way = path.elements().subList(0, length);
            if (way.getLast() instanceof PathElement.Field
                    && in(live, way).isContainerNode()
                    && in(desired, way).isContainerNode()) {
                return way;
            }
        }
        List<PathElement> part = path.elements().subList(0, 1);
        return in(desired, part).isContainerNode() ? part : List.of();
    }

    private static JsonNode in(JsonNode object, List<PathElement> way) {
        JsonNode here = object;
        for (PathElement element : way) {
            here = element.in(here);
        }
        return here;
    }
}

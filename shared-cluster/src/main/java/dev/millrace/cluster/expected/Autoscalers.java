package dev.millrace.cluster.expected;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.PathElement;
import dev.millrace.events.value.ObjectRef;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The autoscalers of a namespace, by the objects that they name as their target. The manager of the field doesn't show an autoscaler: once an object
 * was scaled to nothing, the API server names no manager of its replicas.
 */
public record Autoscalers(Set<Target> targets) {
    public static final Autoscalers NONE = new Autoscalers(Set.of());

    public static final FieldPath REPLICAS = FieldPath.of("spec", "replicas");
    private static final PathElement RESOURCES = new PathElement.Field("resources");
    private static final Set<PathElement> CONTAINERS =
            Set.of(new PathElement.Field("containers"), new PathElement.Field("initContainers"));

    /**
     * The target of an autoscaler.
     *
     * @param group empty if the autoscaler doesn't name it
     * @param vertical true if the resources of its containers are set, not its replicas
     */
    public record Target(String group, String kind, String name, boolean vertical) {}

    public Autoscalers {
        targets = Set.copyOf(targets);
    }

    /** Reads autoscalers: HorizontalPodAutoscaler, VerticalPodAutoscaler, KEDA's ScaledObject, and kinds with the same fields. */
    public static Autoscalers of(Collection<JsonNode> objects) {
        Set<Target> targets = new HashSet<>();
        for (JsonNode object : objects) {
            JsonNode spec = object.path("spec");
            target(spec.path("scaleTargetRef"), false).ifPresent(targets::add);
            if (!spec.path("updatePolicy").path("updateMode").asText("").equals("Off")) {
                target(spec.path("targetRef"), true).ifPresent(targets::add);
            }
        }
        return new Autoscalers(targets);
    }

    private static Optional<Target> target(JsonNode reference, boolean vertical) {
        String name = reference.path("name").asText("");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String version = reference.path("apiVersion").asText("");
        String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
        return Optional.of(new Target(group, reference.path("kind").asText("Deployment"), name, vertical));
    }

    /** Returns true if an autoscaler sets the replicas of the object. */
    public boolean setReplicasOf(ObjectRef ref) {
        return names(ref, false);
    }

    /** Returns true if an autoscaler sets this field of the object. */
    public boolean set(FieldPath path, ObjectRef ref) {
        return (path.equals(REPLICAS) && names(ref, false)) || (isOfContainer(path) && names(ref, true));
    }

    /** Returns true if an autoscaler could set this field of an object. */
    public static boolean couldSet(String path) {
        return path.equals(REPLICAS.toString()) || path.contains(".resources");
    }

    private static boolean isOfContainer(FieldPath path) {
        List<PathElement> elements = path.elements();
        int resources = elements.indexOf(RESOURCES);
        return resources > 1 && CONTAINERS.contains(elements.get(resources - 2));
    }

    private boolean names(ObjectRef ref, boolean vertical) {
        return targets.stream()
                .anyMatch(target -> target.vertical() == vertical
                        && target.name().equals(ref.name())
                        && target.kind().equals(ref.kind())
                        && (target.group().isEmpty()
                                || target.group().equals("extensions")
                                || target.group().equals(ref.group())));
    }
}

package dev.millrace.sync.orphan;

import dev.millrace.cluster.Marks;
import dev.millrace.events.value.ObjectRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A live object that Millrace applied.
 *
 * @param resource the name of its kind for kubectl, as in {@code deployments.apps}
 * @param application {@code <cluster>/<namespace>/<name>} of its Application, as it was annotated
 * @param applicationUid the uid of that Application
 */
public record MarkedObject(ObjectRef ref, String resource, String application, String applicationUid) {

    /**
     * Reads the annotations of an object; empty if Millrace did not apply it. Controllers copy annotations to the objects that they create: these have a
     * controller, or no fields of ours.
     */
    static Optional<MarkedObject> of(
            String apiVersion, String kind, String resource, GenericKubernetesResource object) {
        ObjectMeta metadata = object.getMetadata();
        Map<String, String> annotations =
                Optional.ofNullable(metadata.getAnnotations()).orElse(Map.of());
        String uid = annotations.getOrDefault(Marks.APPLICATION_UID, "");
        if (uid.isEmpty() || hasController(metadata) || !isManaged(metadata)) {
            return Optional.empty();
        }
        ObjectRef ref =
                new ObjectRef(apiVersion, kind, Optional.ofNullable(metadata.getNamespace()), metadata.getName());
        return Optional.of(new MarkedObject(ref, resource, annotations.getOrDefault(Marks.APPLICATION, ""), uid));
    }

    private static boolean hasController(ObjectMeta metadata) {
        List<OwnerReference> owners =
                Optional.ofNullable(metadata.getOwnerReferences()).orElse(List.of());
        return owners.stream().anyMatch(owner -> Boolean.TRUE.equals(owner.getController()));
    }

    private static boolean isManaged(ObjectMeta metadata) {
        List<ManagedFieldsEntry> managed =
                Optional.ofNullable(metadata.getManagedFields()).orElse(List.of());
        return managed.stream().anyMatch(entry -> Marks.FIELD_MANAGER.equals(entry.getManager()));
    }

    /** Returns the command that deletes the object. */
    String deletion() {
        return "kubectl delete " + resource + " " + ref.name()
                + ref.namespace().map(namespace -> " -n " + namespace).orElse("");
    }
}

package dev.millrace.sync.apply;

import dev.millrace.cluster.Marks;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.manifest.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Optional;

/** The annotations by which an application's objects are known; the first claim keeps. */
public record Claim(ApplicationId application, String uid) {

    Manifest on(Manifest manifest) {
        return manifest.annotated(Map.of(
                Marks.APPLICATION, application.toString(),
                Marks.APPLICATION_UID, uid,
                Marks.APPLIED, manifest.hash()));
    }

    /** Whether the object carries it. */
    public boolean isOn(GenericKubernetesResource object) {
        return uid.equals(annotations(object).get(Marks.APPLICATION_UID));
    }

    /** The application that has the object, if it is another one. */
    Optional<String> otherClaimOn(GenericKubernetesResource object) {
        String claimed = annotations(object).get(Marks.APPLICATION_UID);
        String name = annotations(object).getOrDefault(Marks.APPLICATION, "");
        if (claimed == null || claimed.equals(uid) || name.equals(application.toString())) {
            return Optional.empty();
        }
        return Optional.of(name.isEmpty() ? claimed : name);
    }

    private static Map<String, String> annotations(GenericKubernetesResource object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }
}

package dev.millrace.sync.apply;

import dev.millrace.cluster.Marks;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.manifest.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The annotations that mark an object as an application's; the first claim wins. */
public record Claim(ApplicationId application, String uid) {

    Manifest on(Manifest manifest) {
        return manifest.annotated(Map.of(
                Marks.APPLICATION, application.toString(),
                Marks.APPLICATION_UID, uid,
                Marks.APPLIED, manifest.hash()));
    }

    /** Returns true if the object carries the claim. */
    public boolean isOn(GenericKubernetesResource object) {
        return uid.equals(annotations(object).get(Marks.APPLICATION_UID));
    }

    /**
     * Returns the application that has the object, if it is another one. An object of an application of this cluster that is gone has no owner.
     *
     * @param exists returns true if there is an application with that uid in this cluster
     */
    Optional<String> otherClaimOn(GenericKubernetesResource object, Predicate<String> exists) {
        String claimed = annotations(object).get(Marks.APPLICATION_UID);
        String name = annotations(object).getOrDefault(Marks.APPLICATION, "");
        if (claimed == null || claimed.equals(uid) || name.equals(application.toString())) {
            return Optional.empty();
        }
        boolean oursToKnow = name.startsWith(application.cluster() + "/");
        if (oursToKnow && !exists.test(claimed)) {
            return Optional.empty();
        }
        return Optional.of(name.isEmpty() ? claimed : name);
    }

    /** Returns the uid of the Application in the object's annotation; empty if there is none. */
    static String uidOn(GenericKubernetesResource object) {
        return annotations(object).getOrDefault(Marks.APPLICATION_UID, "");
    }

    private static Map<String, String> annotations(GenericKubernetesResource object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }
}

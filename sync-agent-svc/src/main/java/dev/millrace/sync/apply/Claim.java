package dev.millrace.sync.apply;

import dev.millrace.cluster.Marks;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.manifest.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

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

    /**
     * The application that has the object, if it is another one. What an application of this cluster has that is gone is nobody's.
     *
     * @param exists whether there is an application with that uid in this cluster
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

    /** The uid of the Application that has the object, as it says itself; empty if it doesn't. */
    static String uidOn(GenericKubernetesResource object) {
        return annotations(object).getOrDefault(Marks.APPLICATION_UID, "");
    }

    private static Map<String, String> annotations(GenericKubernetesResource object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }
}

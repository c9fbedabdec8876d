package dev.millrace.sync.apply;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.manifest.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Optional;

/** The annotations by which an application's objects are known; the first claim keeps. */
public record Claim(ApplicationId application, String uid) {
    private static final String APPLICATION = "millrace.dev/application";
    private static final String UID = "millrace.dev/application-uid";
    private static final String APPLIED = "millrace.dev/applied";

    Manifest on(Manifest manifest) {
        return manifest.annotated(Map.of(APPLICATION, application.toString(), UID, uid, APPLIED, manifest.hash()));
    }

    boolean isOn(GenericKubernetesResource object) {
        return uid.equals(annotations(object).get(UID));
    }

    /** The application that has the object, if it is another one. */
    Optional<String> otherClaimOn(GenericKubernetesResource object) {
        String claimed = annotations(object).get(UID);
        return claimed == null || claimed.equals(uid)
                ? Optional.empty()
                : Optional.of(annotations(object).getOrDefault(APPLICATION, claimed));
    }

    private static Map<String, String> annotations(GenericKubernetesResource object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }
}

package dev.millrace.cluster.expected;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.ObjectRef;
import java.util.Set;

/** Objects that the cluster removes by itself, once they have completed or expired: their absence is no drift. */
public final class SelfRemoval {
    private static final Set<String> BY_KIND = Set.of(
            "CertificateSigningRequest.certificates.k8s.io",
            "Event.",
            "Event.events.k8s.io",
            "Lease.coordination.k8s.io");

    private SelfRemoval() {}

    /** Reads the object as the API server stored it. */
    public static boolean isOf(ObjectRef ref, JsonNode object) {
        JsonNode spec = object.path("spec");
        return BY_KIND.contains(ref.kind() + "." + ref.group()) || hasLifetime(spec) || isToken(ref, object);
    }

    /** True for a Job and for kinds that adopted its field, and for an Argo Workflow. */
    private static boolean hasLifetime(JsonNode spec) {
        return spec.path("ttlSecondsAfterFinished").isNumber()
                || (spec.path("ttlStrategy").isObject()
                        && !spec.path("ttlStrategy").isEmpty());
    }

    /** A bootstrap token is deleted when it has expired. */
    private static boolean isToken(ObjectRef ref, JsonNode object) {
        return ref.kind().equals("Secret")
                && ref.group().isEmpty()
                && object.path("type").asText("").equals("bootstrap.kubernetes.io/token")
                && !object.path("data").path("expiration").isMissingNode();
    }
}

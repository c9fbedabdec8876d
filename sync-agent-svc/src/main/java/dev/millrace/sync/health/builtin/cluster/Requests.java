package dev.millrace.sync.health.builtin.cluster;

import static dev.millrace.sync.health.object.ObjectHealth.degraded;
import static dev.millrace.sync.health.object.ObjectHealth.healthy;
import static dev.millrace.sync.health.object.ObjectHealth.progressing;

import dev.millrace.sync.health.object.Condition;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.List;
import java.util.Optional;

/**
 * The rules of requests for certificates and of the policies of requests (Kubernetes API reference, certificates.k8s.io, flowcontrol.apiserver.k8s.io and
 * admissionregistration.k8s.io).
 */
final class Requests {
    private static final ObjectHealth UNOBSERVED = progressing("its controller has not seen it yet");

    private Requests() {}

    /** Returns the health of a CertificateSigningRequest: healthy once it is approved and has its certificate. */
    static ObjectHealth signing(ObjectFacts request) {
        return rejection(request).orElseGet(() -> {
            if (!request.text("status", "certificate").isEmpty()) {
                return ObjectHealth.HEALTHY;
            }
            return progressing(
                    in(request, "Approved").isPresent()
                            ? "it is approved; its certificate is not issued yet"
                            : "it is not approved yet");
        });
    }

    /** Returns the health of a PodCertificateRequest. */
    static ObjectHealth podCertificate(ObjectFacts request) {
        return rejection(request)
                .orElseGet(() -> in(request, "Issued").isPresent()
                        ? ObjectHealth.HEALTHY
                        : progressing("its certificate is not issued yet"));
    }

    private static Optional<ObjectHealth> rejection(ObjectFacts request) {
        return in(request, "Denied")
                .map(denied -> degraded("it was denied: " + denied.reasonAndMessage()))
                .or(() -> in(request, "Failed").map(failed -> degraded("it failed: " + failed.reasonAndMessage())));
    }

    /** Returns the condition, which holds without a status too (certificates.k8s.io/v1beta1). */
    private static Optional<Condition> in(ObjectFacts request, String type) {
        return request.condition(type)
                .filter(condition -> condition.isTrue() || condition.status().isEmpty());
    }

    /** Returns the health of a FlowSchema: one that names no existing priority level is not in effect. */
    static ObjectHealth flowSchema(ObjectFacts schema) {
        return schema.condition("Dangling")
                .map(dangling -> dangling.isTrue() ? degraded(dangling.reasonAndMessage()) : ObjectHealth.HEALTHY)
                .orElse(UNOBSERVED);
    }

    /** Returns the health of a ValidatingAdmissionPolicy, which is in effect in spite of warnings: an expression may not suit each kind that it matches. */
    static ObjectHealth admissionPolicy(ObjectFacts policy) {
        if (!policy.has("status", "observedGeneration") && !policy.has("status", "typeChecking")) {
            return UNOBSERVED;
        }
        List<String> warnings = policy.maps("status", "typeChecking", "expressionWarnings").stream()
                .map(warning -> warning.get("fieldRef") + ": " + warning.get("warning"))
                .toList();
        return warnings.isEmpty()
                ? ObjectHealth.HEALTHY
                : healthy("the check of its types warns: " + warnings.getFirst());
    }
}

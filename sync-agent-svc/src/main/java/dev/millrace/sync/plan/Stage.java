package dev.millrace.sync.plan;

import dev.millrace.events.value.ObjectRef;
import java.util.Map;
import java.util.Set;

/** The stages of a wave, in their order. All objects of one stage are applied and recorded before the next one begins. */
public enum Stage {
    /** Namespaces, and definitions of kinds: other objects are in them or are instances of them. */
    DEFINITIONS,
    /** Classes that other objects name. */
    CLASSES,
    /** Objects that workloads mount, run as or are limited by. */
    GROUND,
    /** Bindings of roles to the accounts of the stage before: the API server refuses a binding whose role doesn't exist. */
    BINDINGS,
    WORK,
    /** Objects that can make the API server refuse others, such as admission webhooks. */
    ADMISSION;

    private static final Map<String, Set<String>> DEFINITION_KINDS =
            Map.of("", Set.of("Namespace"), "apiextensions.k8s.io", Set.of("CustomResourceDefinition"));
    private static final Set<String> CLASS_KINDS = Set.of(
            "StorageClass",
            "PriorityClass",
            "IngressClass",
            "RuntimeClass",
            "GatewayClass",
            "VolumeSnapshotClass",
            "VolumeAttributesClass",
            "DeviceClass");
    private static final Map<String, Set<String>> GROUND_KINDS = Map.of(
            "",
            Set.of(
                    "ServiceAccount",
                    "ConfigMap",
                    "Secret",
                    "PersistentVolume",
                    "PersistentVolumeClaim",
                    "LimitRange",
                    "ResourceQuota"),
            "rbac.authorization.k8s.io",
            Set.of("Role", "ClusterRole"),
            "networking.k8s.io",
            Set.of("NetworkPolicy"));
    private static final Map<String, Set<String>> BINDING_KINDS =
            Map.of("rbac.authorization.k8s.io", Set.of("RoleBinding", "ClusterRoleBinding"));
    private static final Map<String, Set<String>> ADMISSION_KINDS = Map.of(
            "admissionregistration.k8s.io",
            Set.of(
                    "ValidatingWebhookConfiguration",
                    "MutatingWebhookConfiguration",
                    "ValidatingAdmissionPolicy",
                    "ValidatingAdmissionPolicyBinding",
                    "MutatingAdmissionPolicy",
                    "MutatingAdmissionPolicyBinding"),
            "apiregistration.k8s.io",
            Set.of("APIService"));

    static Stage of(ObjectRef ref) {
        if (has(DEFINITION_KINDS, ref)) {
            return DEFINITIONS;
        }
        if (CLASS_KINDS.contains(ref.kind())) {
            return CLASSES;
        }
        if (has(GROUND_KINDS, ref)) {
            return GROUND;
        }
        if (has(BINDING_KINDS, ref)) {
            return BINDINGS;
        }
        return has(ADMISSION_KINDS, ref) ? ADMISSION : WORK;
    }

    private static boolean has(Map<String, Set<String>> kinds, ObjectRef ref) {
        return kinds.getOrDefault(ref.group(), Set.of()).contains(ref.kind());
    }
}

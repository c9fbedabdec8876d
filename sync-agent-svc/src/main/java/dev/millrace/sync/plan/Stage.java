package dev.millrace.sync.plan;

import dev.millrace.events.value.ObjectRef;
import java.util.Map;
import java.util.Set;

/** Which objects come before which. All of one stage are applied, and recorded, before the next one begins. */
public enum Stage {
    /** What others live in or are an instance of. */
    DEFINITIONS,
    /** What others name as their class. */
    CLASSES,
    /** What workloads mount, run as or are limited by. */
    GROUND,
    /** What gives the accounts of the stage before its roles: the API server refuses one whose role is not there. */
    BINDINGS,
    WORK,
    /** What could refuse the rest. */
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

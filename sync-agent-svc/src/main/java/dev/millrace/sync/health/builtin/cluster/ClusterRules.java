package dev.millrace.sync.health.builtin.cluster;

import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.Optional;
import java.util.Set;

/** The rules of Kubernetes' kinds that run no Pods, by group and kind (Kubernetes API reference). */
public final class ClusterRules {
    /** Kinds without a status that a controller writes: their objects are in effect once they exist. */
    private static final Set<String> WITHOUT_STATUS = Set.of(
            "/Binding",
            "/ConfigMap",
            "/Endpoints",
            "/Event",
            "/LimitRange",
            "/PodTemplate",
            "/ResourceQuota",
            "/Secret",
            "/ServiceAccount",
            "admissionregistration.k8s.io/MutatingAdmissionPolicy",
            "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding",
            "admissionregistration.k8s.io/MutatingWebhookConfiguration",
            "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
            "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
            "apps/ControllerRevision",
            "authentication.k8s.io/SelfSubjectReview",
            "authentication.k8s.io/TokenRequest",
            "authentication.k8s.io/TokenReview",
            "authorization.k8s.io/LocalSubjectAccessReview",
            "authorization.k8s.io/SelfSubjectAccessReview",
            "authorization.k8s.io/SelfSubjectRulesReview",
            "authorization.k8s.io/SubjectAccessReview",
            "autoscaling/Scale",
            "certificates.k8s.io/ClusterTrustBundle",
            "coordination.k8s.io/Lease",
            "coordination.k8s.io/LeaseCandidate",
            "discovery.k8s.io/EndpointSlice",
            "events.k8s.io/Event",
            "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
            "networking.k8s.io/IPAddress",
            "networking.k8s.io/IngressClass",
            "networking.k8s.io/NetworkPolicy",
            "extensions/NetworkPolicy",
            "node.k8s.io/RuntimeClass",
            "policy/Eviction",
            "policy/PodSecurityPolicy",
            "rbac.authorization.k8s.io/ClusterRole",
            "rbac.authorization.k8s.io/ClusterRoleBinding",
            "rbac.authorization.k8s.io/Role",
            "rbac.authorization.k8s.io/RoleBinding",
            "resource.k8s.io/DeviceClass",
            "resource.k8s.io/ResourceClaimTemplate",
            "resource.k8s.io/ResourceSlice",
            "scheduling.k8s.io/PriorityClass",
            "scheduling.k8s.io/Workload",
            "storage.k8s.io/CSIDriver",
            "storage.k8s.io/CSINode",
            "storage.k8s.io/CSIStorageCapacity",
            "storage.k8s.io/StorageClass",
            "storage.k8s.io/VolumeAttributesClass");

    private ClusterRules() {}

    /** Returns the object's health; empty for a kind that has no rule here. */
    public static Optional<ObjectHealth> of(ObjectFacts object, HealthContext context) {
        return Optional.ofNullable(
                switch (object.groupAndKind()) {
                    case "/PersistentVolumeClaim" -> VolumeClaims.of(object, context.bindingModes());
                    case "/PersistentVolume" -> Volumes.volume(object);
                    case "storage.k8s.io/VolumeAttachment" -> Volumes.attachment(object);
                    case "/Service" -> Addresses.service(object);
                    case "networking.k8s.io/Ingress", "extensions/Ingress" -> Addresses.ingress(object);
                    case "networking.k8s.io/ServiceCIDR" -> Addresses.range(object);
                    case "/Namespace" -> Nodes.namespace(object);
                    case "/Node" -> Nodes.node(object);
                    case "/ComponentStatus" -> Nodes.component(object);
                    case "apiextensions.k8s.io/CustomResourceDefinition" -> ApiExtensions.definition(object);
                    case "apiregistration.k8s.io/APIService" -> ApiExtensions.apiService(object);
                    case "storagemigration.k8s.io/StorageVersionMigration" -> ApiExtensions.migration(object);
                    case "internal.apiserver.k8s.io/StorageVersion" -> ApiExtensions.storageVersion(object);
                    case "admissionregistration.k8s.io/ValidatingAdmissionPolicy" -> Requests.admissionPolicy(object);
                    case "flowcontrol.apiserver.k8s.io/FlowSchema" -> Requests.flowSchema(object);
                    case "certificates.k8s.io/CertificateSigningRequest" -> Requests.signing(object);
                    case "certificates.k8s.io/PodCertificateRequest" -> Requests.podCertificate(object);
                    case "resource.k8s.io/ResourceClaim" -> Devices.claim(object);
                    case "resource.k8s.io/DeviceTaintRule" -> Devices.taint(object);
                    default -> WITHOUT_STATUS.contains(object.groupAndKind()) ? ObjectHealth.HEALTHY : null;
                });
    }
}

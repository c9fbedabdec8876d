package dev.millrace.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ObjectRef;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The place of each kind in the order of applying and of deleting. A kind counts together with its group. */
class StageOfKindTest {

    @ParameterizedTest
    @CsvSource({
        "v1, Namespace, DEFINITIONS, DEFINITIONS",
        "project.example/v1, Namespace, WORK, CUSTOM_RESOURCES",
        "apiextensions.k8s.io/v1, CustomResourceDefinition, DEFINITIONS, DEFINITIONS",
        "x.example/v1, CustomResourceDefinition, WORK, CUSTOM_RESOURCES",
        "storage.k8s.io/v1, StorageClass, CLASSES, CLASSES",
        "storage.k8s.io/v1, VolumeAttributesClass, CLASSES, CLASSES",
        "scheduling.k8s.io/v1, PriorityClass, CLASSES, CLASSES",
        "networking.k8s.io/v1, IngressClass, CLASSES, CLASSES",
        "node.k8s.io/v1, RuntimeClass, CLASSES, CLASSES",
        "resource.k8s.io/v1, DeviceClass, CLASSES, CLASSES",
        "gateway.networking.k8s.io/v1, GatewayClass, CLASSES, CUSTOM_CLASSES",
        "snapshot.storage.k8s.io/v1, VolumeSnapshotClass, CLASSES, CUSTOM_CLASSES",
        "v1, ServiceAccount, GROUND, GROUND",
        "v1, ConfigMap, GROUND, GROUND",
        "v1, Secret, GROUND, GROUND",
        "x.example/v1, Secret, WORK, CUSTOM_RESOURCES",
        "v1, PersistentVolume, GROUND, GROUND",
        "v1, PersistentVolumeClaim, GROUND, GROUND",
        "v1, LimitRange, GROUND, GROUND",
        "v1, ResourceQuota, GROUND, GROUND",
        "rbac.authorization.k8s.io/v1, Role, GROUND, GROUND",
        "rbac.authorization.k8s.io/v1, ClusterRole, GROUND, GROUND",
        "iam.aws.upbound.io/v1beta1, Role, WORK, CUSTOM_RESOURCES",
        "networking.k8s.io/v1, NetworkPolicy, GROUND, GROUND",
        "crd.projectcalico.org/v1, NetworkPolicy, WORK, CUSTOM_RESOURCES",
        "rbac.authorization.k8s.io/v1, RoleBinding, BINDINGS, BINDINGS",
        "rbac.authorization.k8s.io/v1, ClusterRoleBinding, BINDINGS, BINDINGS",
        "v1, Service, WORK, WORK",
        "v1, Pod, WORK, WORK",
        "apps/v1, Deployment, WORK, WORK",
        "batch/v1, CronJob, WORK, WORK",
        "networking.k8s.io/v1, Ingress, WORK, WORK",
        "policy/v1, PodDisruptionBudget, WORK, WORK",
        "autoscaling/v2, HorizontalPodAutoscaler, WORK, WORK",
        "monitoring.coreos.com/v1, ServiceMonitor, WORK, CUSTOM_RESOURCES",
        "admissionregistration.k8s.io/v1, ValidatingWebhookConfiguration, ADMISSION, ADMISSION",
        "admissionregistration.k8s.io/v1, MutatingWebhookConfiguration, ADMISSION, ADMISSION",
        "admissionregistration.k8s.io/v1, ValidatingAdmissionPolicy, ADMISSION, ADMISSION",
        "admissionregistration.k8s.io/v1, ValidatingAdmissionPolicyBinding, ADMISSION, ADMISSION",
        "admissionregistration.k8s.io/v1, MutatingAdmissionPolicy, ADMISSION, ADMISSION",
        "admissionregistration.k8s.io/v1, MutatingAdmissionPolicyBinding, ADMISSION, ADMISSION",
        "apiregistration.k8s.io/v1, APIService, ADMISSION, ADMISSION",
        "x.example/v1, APIService, WORK, CUSTOM_RESOURCES",
    })
    void isThatOfItsGroupAndKind(String apiVersion, String kind, Stage stage, RemovalRank rank) {
        ObjectRef ref = new ObjectRef(apiVersion, kind, Optional.empty(), "a");

        assertThat(Stage.of(ref)).isEqualTo(stage);
        assertThat(RemovalRank.of(ref)).isEqualTo(rank);
    }
}

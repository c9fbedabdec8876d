package dev.millrace.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ObjectRef;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rbac.authorization.k8s.io/v1 Role           | rbac.authorization.k8s.io/v1 RoleBinding",
                "rbac.authorization.k8s.io/v1 ClusterRole    | rbac.authorization.k8s.io/v1 ClusterRoleBinding",
                "rbac.authorization.k8s.io/v1 ClusterRole    | rbac.authorization.k8s.io/v1 RoleBinding",
                "v1 ServiceAccount                           | rbac.authorization.k8s.io/v1 RoleBinding",
                "v1 Namespace                                | rbac.authorization.k8s.io/v1 Role",
                "rbac.authorization.k8s.io/v1 RoleBinding    | apps/v1 Deployment",
                "rbac.authorization.k8s.io/v1 ClusterRoleBinding | batch/v1 Job",
                "rbac.authorization.k8s.io/v1 ClusterRoleBinding | five.example.com/v1 Oper",
                "apiextensions.k8s.io/v1 CustomResourceDefinition | five.example.com/v1 Oper",
                "v1 ConfigMap                                | apps/v1 Deployment",
                "apps/v1 Deployment                          | admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
                "x.example/v1 RoleBinding                    | apiregistration.k8s.io/v1 APIService",
            })
    void comesBefore(String first, String second) {
        assertThat(Stage.of(ref(first))).isLessThan(Stage.of(ref(second)));
    }

    private static ObjectRef ref(String kind) {
        String[] parts = kind.split(" ");
        return new ObjectRef(parts[0], parts[1], Optional.of("shop"), "a");
    }
}

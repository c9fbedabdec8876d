package dev.millrace.sync.plan.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingRoleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "RoleBinding        | shop | Role reader        | roles.rbac.authorization.k8s.io \"reader\" not found         | Role shop/reader",
                "RoleBinding        | shop | Role reader        | rolebindings.rbac.authorization.k8s.io \"reader\" not found  | Role shop/reader",
                "ClusterRoleBinding |      | ClusterRole reader | clusterrolebindings.rbac.authorization.k8s.io \"reader\" not found | ClusterRole reader",
                "RoleBinding        | shop | ClusterRole reader | clusterroles.rbac.authorization.k8s.io \"reader\" not found  | ClusterRole reader",
                "ClusterRoleBinding |      | ClusterRole reader | clusterroles.rbac.authorization.k8s.io \"reader\" not found  | ClusterRole reader",
                "RoleBinding        | shop | Role a.b:c         | a.yaml:1: roles.rbac.authorization.k8s.io \"a.b:c\" not found | Role shop/a.b:c",
                "RoleBinding        | shop | Role reader        | roles.rbac.authorization.k8s.io \"writer\" not found         |",
                "RoleBinding        | shop | Role reader        | clusterroles.rbac.authorization.k8s.io \"writer\" not found  |",
                "RoleBinding        | shop | Role reader        | rolebindings.rbac.authorization.k8s.io \"b\" is forbidden: user is attempting to grant RBAC permissions not currently held |",
                "RoleBinding        | shop | Role reader        | namespaces \"shop\" not found                                |",
                "ClusterRoleBinding |      | Role reader        | roles.rbac.authorization.k8s.io \"reader\" not found         |",
                "Role               | shop | Role reader        | roles.rbac.authorization.k8s.io \"reader\" not found         |",
                "RoleBinding        | shop |                    | roles.rbac.authorization.k8s.io \"\" not found               |",
                "RoleBinding        | shop | Group reader       | groups.rbac.authorization.k8s.io \"reader\" not found        |",
            })
    void isWhatARefusedBindingWaitsFor(
            String kind, @Nullable String namespace, @Nullable String role, String reason, @Nullable String expected) {
        String[] named = role == null ? new String[] {"", ""} : role.split(" ");
        Manifest binding = ManifestReader.read("a.yaml", """
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: %s
                        metadata: {name: b%s}
                        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: '%s', name: '%s'}
                        """.formatted(
                                kind, namespace == null ? "" : ", namespace: " + namespace, named[0], named[1]))
                .objects()
                .getFirst();

        assertThat(MissingRole.of(binding, reason).map(ObjectRef::toString)).isEqualTo(Optional.ofNullable(expected));
    }
}

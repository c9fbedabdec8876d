package dev.millrace.deploy;

import static dev.millrace.testbed.PartKind.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The permissions of each service in the cluster, as evaluated by the API server. */
@WithParts(CLUSTER)
class RolesIT {
    private static final List<Permission> ESCALATIONS = List.of(
            new Permission("impersonate", "users", ""),
            new Permission("impersonate", "serviceaccounts", ""),
            new Permission("escalate", "clusterroles.rbac.authorization.k8s.io", ""),
            new Permission("bind", "clusterroles.rbac.authorization.k8s.io", ""),
            new Permission("deletecollection", "deployments.apps", ""));

    private static final Set<String> INSTALLED = Set.of(
            "Namespace",
            "CustomResourceDefinition",
            "ServiceAccount",
            "Role",
            "RoleBinding",
            "ClusterRole",
            "ClusterRoleBinding");

    @BeforeAll
    static void installRoles(Cluster cluster) {
        Clusters.withFile(cluster, Clusters.only(Clusters.rendered(cluster, "k8s/base"), INSTALLED), "apply");
        cluster.awaitDefinition("applications.millrace.dev");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image-builder", "manifest-updater"})
    void theCiSideHasNoPermissions(String service, Cluster cluster) {
        List<Permission> everything = Permission.everything(
                cluster,
                Stream.concat(Permission.READING.stream(), Permission.WRITING.stream())
                        .toList());

        List<Permission> allowed = Permission.allowed(cluster, service, everything);

        assertThat(allowed).isEmpty();
    }

    @Test
    void theDetectorMayOnlyReadAndCreateEvents(Cluster cluster) {
        List<Permission> allowed =
                Permission.allowed(cluster, "drift-detector", Permission.everything(cluster, Permission.WRITING));

        assertThat(allowed).containsExactly(new Permission("create", "events", ""));
    }

    @Test
    void theDetectorReadsDeployedObjectsButNoSubresources(Cluster cluster) {
        List<Permission> requested = Permission.READING.stream()
                .flatMap(verb -> Stream.of(
                                "deployments.apps",
                                "services",
                                "namespaces",
                                "configmaps",
                                "secrets",
                                "ingresses.networking.k8s.io",
                                "customresourcedefinitions.apiextensions.k8s.io",
                                "applications.millrace.dev",
                                "roles.rbac.authorization.k8s.io")
                        .map(resource -> new Permission(verb, resource, "")))
                .toList();

        assertThat(Permission.allowed(cluster, "drift-detector", requested)).isEqualTo(requested);
        assertThat(Permission.allowed(
                        cluster,
                        "drift-detector",
                        Permission.SUBRESOURCES.stream()
                                .map(s -> new Permission("get", s, ""))
                                .toList()))
                .isEmpty();
    }

    @Test
    void aRoleWithTheLabelLetsTheDetectorReadACustomGroup(Cluster cluster) {
        Permission permission = new Permission("watch", "certificates.cert-manager.io", "");
        assertThat(Permission.allowed(cluster, "drift-detector", List.of(permission)))
                .isEmpty();

        cluster.apply("default", """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: watched-certificates, labels: {millrace.dev/watched-for-drift: "true"}}
                rules: [{apiGroups: [cert-manager.io], resources: ["*"], verbs: [get, list, watch]}]
                """);

        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                        Permission.allowed(cluster, "drift-detector", List.of(permission)))
                .containsExactly(permission));
    }

    @Test
    void theAgentMayDoAllThatItDoesButCannotEscalate(Cluster cluster) {
        List<Permission> required = Stream.of(
                        // ClusterObjects, NamespaceContents, KindWatch; a server-side apply of a new object needs
                        // create and patch
                        Permission.each(
                                "",
                                List.of("get", "list", "watch", "create", "patch", "delete"),
                                "deployments.apps",
                                "services",
                                "namespaces",
                                "clusterroles.rbac.authorization.k8s.io",
                                "customresourcedefinitions.apiextensions.k8s.io",
                                "apiservices.apiregistration.k8s.io",
                                "certificates.cert-manager.io"),
                        // Applications, StatusWriter, Finalizers, ClusterEvents
                        Permission.each("", List.of("get", "list", "watch", "patch"), "applications.millrace.dev"),
                        Permission.each("shop", List.of("patch"), "applications.millrace.dev/status"),
                        Permission.each("shop", List.of("create", "get", "patch"), "events"),
                        // ServiceNetworkSearch
                        Permission.each("", List.of("list"), "servicecidrs.networking.k8s.io"),
                        // Tenants
                        Permission.each("", Permission.READING, "tenants.millrace.dev"),
                        // GitSecrets, WatchedSecrets, References
                        Permission.each("shop", Permission.READING, "secrets", "configmaps"),
                        // RecordStore, WrittenRules, LeaseObject
                        Permission.each(
                                "millrace-system",
                                List.of("get", "list", "watch", "create", "update", "patch", "delete"),
                                "secrets"),
                        Permission.each("millrace-system", Permission.READING, "configmaps"),
                        Permission.each(
                                "millrace-system", List.of("get", "create", "update"), "leases.coordination.k8s.io"))
                .flatMap(List::stream)
                .toList();
        assertThat(Permission.allowed(cluster, "sync-agent", required)).isEqualTo(required);
        assertThat(Permission.allowed(cluster, "sync-agent", ESCALATIONS)).isEmpty();
    }

    @Test
    void theAgentHandsOutAnOperatorsRoleOnceItsNameIsAllowed(Cluster cluster) {
        String operator = """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: my-operator}
                rules: [{apiGroups: [""], resources: [pods], verbs: [deletecollection]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: my-operator}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: my-operator}
                subjects: [{kind: ServiceAccount, name: my-operator, namespace: default}]
                """;
        assertThatThrownBy(() -> asTheAgent(cluster, operator)).hasMessageContaining("not currently held");

        cluster.kubectl(
                "create",
                "clusterrole",
                "hands-out-my-operator",
                "--verb=escalate,bind",
                "--resource=clusterroles.rbac.authorization.k8s.io",
                "--resource-name=my-operator");
        cluster.kubectl(
                "create",
                "clusterrolebinding",
                "hands-out-my-operator",
                "--clusterrole=hands-out-my-operator",
                "--serviceaccount=millrace-system:sync-agent");

        Awaitility.await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> assertThat(
                        asTheAgent(cluster, operator))
                .contains("clusterrolebinding.rbac.authorization.k8s.io/my-operator"));
        assertThatThrownBy(() -> asTheAgent(cluster, operator.replace("my-operator", "another-operator")))
                .hasMessageContaining("not currently held");
    }

    private static String asTheAgent(Cluster cluster, String manifests) {
        return Clusters.withFile(
                cluster,
                manifests,
                "--as=system:serviceaccount:millrace-system:sync-agent",
                "apply",
                "--server-side",
                "--field-manager=millrace");
    }
}

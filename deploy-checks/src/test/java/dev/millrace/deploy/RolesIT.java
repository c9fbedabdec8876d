package dev.millrace.deploy;

import static dev.millrace.testbed.PartKind.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final Set<String> INSTALLED = Set.of(
            "Namespace",
            "CustomResourceDefinition",
            "ServiceAccount",
            "Role",
            "RoleBinding",
            "ClusterRole",
            "ClusterRoleBinding");
    private static final List<String> READING = List.of("get", "list", "watch");
    private static final List<String> WRITING =
            List.of("create", "update", "patch", "delete", "deletecollection", "impersonate", "bind", "escalate");

    /** Subresources that are not listed and that allow an escalation of permissions. */
    private static final List<String> SUBRESOURCES = List.of(
            "nodes/proxy",
            "pods/exec",
            "pods/attach",
            "pods/portforward",
            "pods/proxy",
            "services/proxy",
            "serviceaccounts/token",
            "pods/ephemeralcontainers");

    /** A requested permission. The resource has the form {@code deployments.apps} or {@code pods/exec}. */
    private record Permission(String verb, String resource, String namespace) {
        String review(String service) {
            String[] nameAndSub = resource.split("/", 2);
            String[] nameAndGroup = nameAndSub[0].split("\\.", 2);
            return """
                    apiVersion: authorization.k8s.io/v1
                    kind: SubjectAccessReview
                    spec:
                      user: system:serviceaccount:millrace-system:%s
                      groups: [system:serviceaccounts, system:serviceaccounts:millrace-system, system:authenticated]
                      resourceAttributes: {verb: "%s", resource: "%s", subresource: "%s", group: "%s", namespace: "%s"}
                    """.formatted(
                            service,
                            verb,
                            nameAndGroup[0],
                            nameAndSub.length > 1 ? nameAndSub[1] : "",
                            nameAndGroup.length > 1 ? nameAndGroup[1] : "",
                            namespace);
        }
    }

    @BeforeAll
    static void installRoles(Cluster cluster) {
        Clusters.withFile(cluster, Clusters.only(Clusters.rendered(cluster, "k8s/base"), INSTALLED), "apply");
        cluster.awaitDefinition("applications.millrace.dev");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image-builder", "manifest-updater"})
    void theCiSideHasNoPermissions(String service, Cluster cluster) {
        List<Permission> everything = everything(
                cluster, Stream.concat(READING.stream(), WRITING.stream()).toList());

        List<Permission> allowed = allowed(cluster, service, everything);

        assertThat(allowed).isEmpty();
    }

    @Test
    void theDetectorMayOnlyRead(Cluster cluster) {
        List<Permission> allowed = allowed(cluster, "drift-detector", everything(cluster, WRITING));

        assertThat(allowed).isEmpty();
    }

    @Test
    void theDetectorReadsDeployedObjectsButNoSubresources(Cluster cluster) {
        List<Permission> requested = READING.stream()
                .flatMap(verb -> Stream.of(
                                "deployments.apps",
                                "services",
                                "configmaps",
                                "secrets",
                                "ingresses.networking.k8s.io",
                                "customresourcedefinitions.apiextensions.k8s.io",
                                "applications.millrace.dev",
                                "roles.rbac.authorization.k8s.io")
                        .map(resource -> new Permission(verb, resource, "")))
                .toList();

        assertThat(allowed(cluster, "drift-detector", requested)).isEqualTo(requested);
        assertThat(allowed(
                        cluster,
                        "drift-detector",
                        SUBRESOURCES.stream()
                                .map(s -> new Permission("get", s, ""))
                                .toList()))
                .isEmpty();
    }

    @Test
    void aRoleWithTheLabelLetsTheDetectorReadACustomGroup(Cluster cluster) {
        Permission permission = new Permission("watch", "certificates.cert-manager.io", "");
        assertThat(allowed(cluster, "drift-detector", List.of(permission))).isEmpty();

        cluster.apply("default", """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: watched-certificates, labels: {millrace.dev/watched-for-drift: "true"}}
                rules: [{apiGroups: [cert-manager.io], resources: ["*"], verbs: [get, list, watch]}]
                """);

        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                        allowed(cluster, "drift-detector", List.of(permission)))
                .containsExactly(permission));
    }

    @Test
    void theAgentMayDoAllThatItDoesButCannotEscalate(Cluster cluster) {
        List<Permission> required = Stream.of(
                        // ClusterObjects, NamespaceContents, KindWatch; a server-side apply of a new object needs
                        // create and patch
                        permissions(
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
                        permissions("", List.of("get", "list", "watch", "patch"), "applications.millrace.dev"),
                        permissions("shop", List.of("patch"), "applications.millrace.dev/status"),
                        permissions("shop", List.of("create", "get", "patch"), "events"),
                        // Tenants
                        permissions("", READING, "tenants.millrace.dev"),
                        // GitSecrets, WatchedSecrets, References
                        permissions("shop", READING, "secrets", "configmaps"),
                        // RecordStore, WrittenRules, LeaseObject
                        permissions(
                                "millrace-system",
                                List.of("get", "list", "watch", "create", "update", "patch", "delete"),
                                "secrets"),
                        permissions("millrace-system", READING, "configmaps"),
                        permissions(
                                "millrace-system", List.of("get", "create", "update"), "leases.coordination.k8s.io"))
                .flatMap(List::stream)
                .toList();
        List<Permission> denied = List.of(
                new Permission("impersonate", "users", ""),
                new Permission("impersonate", "serviceaccounts", ""),
                new Permission("escalate", "clusterroles.rbac.authorization.k8s.io", ""),
                new Permission("bind", "clusterroles.rbac.authorization.k8s.io", ""),
                new Permission("deletecollection", "deployments.apps", ""));

        assertThat(allowed(cluster, "sync-agent", required)).isEqualTo(required);
        assertThat(allowed(cluster, "sync-agent", denied)).isEmpty();
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

    private static List<Permission> permissions(String namespace, List<String> verbs, String... resources) {
        return Stream.of(resources)
                .flatMap(resource -> verbs.stream().map(verb -> new Permission(verb, resource, namespace)))
                .toList();
    }

    /** Each verb on each resource of the API server, and on the subresources. */
    private static List<Permission> everything(Cluster cluster, List<String> verbs) {
        List<String> resources = new ArrayList<>(SUBRESOURCES);
        cluster.kubectl("api-resources", "-o", "name", "--verbs=list").lines().forEach(resources::add);
        assertThat(resources).contains("pods", "secrets", "deployments.apps", "applications.millrace.dev");
        return resources.stream()
                .flatMap(resource -> verbs.stream().map(verb -> new Permission(verb, resource, "")))
                .toList();
    }

    private static List<Permission> allowed(Cluster cluster, String service, List<Permission> permissions) {
        String reviews = String.join(
                "---\n",
                permissions.stream()
                        .map(permission -> permission.review(service))
                        .toList());
        List<String> results = Clusters.withFile(
                        cluster, reviews, "create", "-o", "jsonpath={.status.allowed}{\"\\n\"}")
                .lines()
                .toList();
        assertThat(results).hasSameSizeAs(permissions);
        List<Permission> allowed = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).equals("true")) {
                allowed.add(permissions.get(i));
            }
        }
        return allowed;
    }
}

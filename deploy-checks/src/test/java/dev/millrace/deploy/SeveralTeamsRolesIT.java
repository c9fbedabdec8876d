package dev.millrace.deploy;

import static dev.millrace.testbed.PartKind.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The permissions of the services where several teams share a cluster, as evaluated by the API server. */
@WithParts(CLUSTER)
class SeveralTeamsRolesIT {
    private static final String OVERLAY = "k8s/overlays/several-teams";
    private static final Set<String> ROLES =
            Set.of("ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");

    /** All that the agent may do anywhere. Tenants are listed only where their definition is installed. */
    private static final List<Permission> OF_THE_AGENT = Stream.of(
                    Permission.each(
                            "", List.of("get", "list", "watch", "update", "patch"), "applications.millrace.dev"),
                    Permission.each("", List.of("get", "create", "patch"), "events", "events.events.k8s.io"),
                    Permission.each(
                            "",
                            Permission.READING,
                            "namespaces",
                            "storageclasses.storage.k8s.io",
                            "customresourcedefinitions.apiextensions.k8s.io"),
                    // ServiceNetworkSearch
                    Permission.each("", List.of("list"), "servicecidrs.networking.k8s.io"),
                    Permission.each("", List.of("get"), "apiservices.apiregistration.k8s.io"))
            .flatMap(List::stream)
            .toList();

    private static final List<Permission> OF_TENANTS = Permission.each("", Permission.READING, "tenants.millrace.dev");

    /** The roles of {@code k8s/base} may be in the same cluster, so these have other names. */
    private static String renamed(String manifests) {
        return manifests
                .replace("sync-agent", "sync-agent-of-teams")
                .replace("drift-detector", "drift-detector-of-teams");
    }

    @BeforeAll
    static void installRoles(Cluster cluster) {
        String rendered = Clusters.rendered(cluster, OVERLAY);
        Clusters.withFile(cluster, Clusters.only(rendered, Set.of("Namespace", "CustomResourceDefinition")), "apply");
        Clusters.withFile(cluster, renamed(Clusters.only(rendered, ROLES)), "apply");
        cluster.awaitDefinition("applications.millrace.dev");
    }

    @Test
    void theAgentHasNoRightOnTheObjectsOfTeams(Cluster cluster) {
        List<Permission> everything = Permission.everything(
                cluster,
                Stream.concat(Permission.READING.stream(), Permission.WRITING.stream())
                        .toList());

        List<Permission> allowed = Permission.allowed(cluster, "sync-agent-of-teams", everything);

        assertThat(allowed).containsAll(OF_THE_AGENT);
        assertThat(allowed).filteredOn(one -> !OF_TENANTS.contains(one)).hasSameSizeAs(OF_THE_AGENT);
    }

    @Test
    void theAgentKeepsItsRecordsAndItsLease(Cluster cluster) {
        List<Permission> required = Stream.of(
                        Permission.each(
                                "millrace-system",
                                List.of("get", "list", "watch", "create", "update", "patch", "delete"),
                                "secrets"),
                        Permission.each("millrace-system", List.of("get", "list", "watch", "patch"), "configmaps"),
                        Permission.each(
                                "millrace-system", List.of("get", "create", "update"), "leases.coordination.k8s.io"),
                        Permission.each("shop", List.of("patch"), "applications.millrace.dev/status"))
                .flatMap(List::stream)
                .toList();

        assertThat(Permission.allowed(cluster, "sync-agent-of-teams", required)).isEqualTo(required);
    }

    @Test
    void theDetectorReadsNoSecretsButTheRecords(Cluster cluster) {
        List<Permission> records = Permission.each("millrace-system", Permission.READING, "secrets");
        List<Permission> secrets = Permission.each("shop", Permission.READING, "secrets");
        List<Permission> others =
                Permission.each("shop", Permission.READING, "configmaps", "deployments.apps", "services", "namespaces");

        assertThat(Permission.allowed(cluster, "drift-detector-of-teams", records))
                .isEqualTo(records);
        assertThat(Permission.allowed(cluster, "drift-detector-of-teams", secrets))
                .isEmpty();
        assertThat(Permission.allowed(cluster, "drift-detector-of-teams", others))
                .isEqualTo(others);
        assertThat(Permission.allowed(
                        cluster, "drift-detector-of-teams", Permission.everything(cluster, Permission.WRITING)))
                .containsExactly(new Permission("create", "events", ""));
    }

    @Test
    void theExampleOfATeamLetsTheAgentActAsItsAccountAndAsNoOther(Cluster cluster) {
        String team = renamed(SourceTree.read(OVERLAY + "/team-example.yaml"));
        Clusters.withFile(cluster, Clusters.only(team, Set.of("Namespace")), "apply");

        Clusters.withFile(cluster, team, "apply", "--server-side", "--validate=strict", "--force-conflicts");

        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> mayActAs(cluster, "serviceaccounts", "deployer", "shop"));
        assertThat(mayActAs(cluster, "serviceaccounts", "default", "shop")).isFalse();
        assertThat(mayActAs(cluster, "serviceaccounts", "deployer", "kube-system"))
                .isFalse();
        assertThat(mayActAs(cluster, "groups", "system:masters", "")).isFalse();
        assertThat(mayActAs(cluster, "users", "system:admin", "")).isFalse();
    }

    private static boolean mayActAs(Cluster cluster, String resource, String name, String namespace) {
        String review = """
                apiVersion: authorization.k8s.io/v1
                kind: SubjectAccessReview
                spec:
                  user: system:serviceaccount:millrace-system:sync-agent-of-teams
                  groups: [system:serviceaccounts, system:serviceaccounts:millrace-system, system:authenticated]
                  resourceAttributes: {verb: impersonate, resource: "%s", name: "%s", namespace: "%s"}
                """.formatted(resource, name, namespace);
        return Clusters.withFile(cluster, review, "create", "-o", "jsonpath={.status.allowed}")
                .strip()
                .equals("true");
    }
}

package dev.millrace.deploy;

import static dev.millrace.testbed.PartKind.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each service may do in the cluster, as the API server says when it is asked. */
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

    /** Not among the resources that can be listed, and each a way to more. */
    private static final List<String> SUBRESOURCES = List.of(
            "nodes/proxy",
            "pods/exec",
            "pods/attach",
            "pods/portforward",
            "pods/proxy",
            "services/proxy",
            "serviceaccounts/token",
            "pods/ephemeralcontainers");

    /** May somebody do that? A resource is written as in {@code deployments.apps} or {@code pods/exec}. */
    private record Question(String verb, String resource, String namespace) {
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
    void theBuildingSideMayDoNothingAtAll(String service, Cluster cluster) {
        List<Question> everything = everything(
                cluster, Stream.concat(READING.stream(), WRITING.stream()).toList());

        List<Question> allowed = allowed(cluster, service, everything);

        assertThat(allowed).isEmpty();
    }

    @Test
    void theDetectorMayOnlyRead(Cluster cluster) {
        List<Question> allowed = allowed(cluster, "drift-detector", everything(cluster, WRITING));

        assertThat(allowed).isEmpty();
    }

    @Test
    void theDetectorReadsWhatIsDeployedButNothingThatRunsCommands(Cluster cluster) {
        List<Question> asked = READING.stream()
                .flatMap(verb -> Stream.of(
                                "deployments.apps",
                                "services",
                                "configmaps",
                                "secrets",
                                "ingresses.networking.k8s.io",
                                "customresourcedefinitions.apiextensions.k8s.io",
                                "applications.millrace.dev",
                                "roles.rbac.authorization.k8s.io")
                        .map(resource -> new Question(verb, resource, "")))
                .toList();

        assertThat(allowed(cluster, "drift-detector", asked)).isEqualTo(asked);
        assertThat(allowed(
                        cluster,
                        "drift-detector",
                        SUBRESOURCES.stream()
                                .map(s -> new Question("get", s, ""))
                                .toList()))
                .isEmpty();
    }

    @Test
    void aRoleWithTheLabelLetsTheDetectorReadACustomGroup(Cluster cluster) {
        Question question = new Question("watch", "certificates.cert-manager.io", "");
        assertThat(allowed(cluster, "drift-detector", List.of(question))).isEmpty();

        cluster.apply("default", """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: watched-certificates, labels: {millrace.dev/watched-for-drift: "true"}}
                rules: [{apiGroups: [cert-manager.io], resources: ["*"], verbs: [get, list, watch]}]
                """);

        Awaitility.await().untilAsserted(() -> assertThat(allowed(cluster, "drift-detector", List.of(question)))
                .containsExactly(question));
    }

    @Test
    void theAgentMayDoAllThatItDoesButCannotRaiseItself(Cluster cluster) {
        List<Question> needed = Stream.of(
                        // ClusterObjects, NamespaceContents, KindWatch; a server-side apply of a new object needs
                        // create and patch
                        questions(
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
                        questions("", List.of("get", "list", "watch", "patch"), "applications.millrace.dev"),
                        questions("shop", List.of("patch"), "applications.millrace.dev/status"),
                        questions("shop", List.of("create"), "events"),
                        // GitSecrets, WatchedSecrets, References
                        questions("shop", READING, "secrets", "configmaps"),
                        // RecordStore, WrittenRules, LeaseObject
                        questions(
                                "millrace-system",
                                List.of("get", "list", "watch", "create", "update", "patch", "delete"),
                                "secrets"),
                        questions("millrace-system", READING, "configmaps"),
                        questions("millrace-system", List.of("get", "create", "update"), "leases.coordination.k8s.io"))
                .flatMap(List::stream)
                .toList();
        List<Question> refused = List.of(
                new Question("impersonate", "users", ""),
                new Question("impersonate", "serviceaccounts", ""),
                new Question("escalate", "clusterroles.rbac.authorization.k8s.io", ""),
                new Question("bind", "clusterroles.rbac.authorization.k8s.io", ""),
                new Question("deletecollection", "deployments.apps", ""));

        assertThat(allowed(cluster, "sync-agent", needed)).isEqualTo(needed);
        assertThat(allowed(cluster, "sync-agent", refused)).isEmpty();
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

        Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(asTheAgent(cluster, operator))
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

    private static List<Question> questions(String namespace, List<String> verbs, String... resources) {
        return Stream.of(resources)
                .flatMap(resource -> verbs.stream().map(verb -> new Question(verb, resource, namespace)))
                .toList();
    }

    /** Each verb on each resource that the API server has, and on those subresources. */
    private static List<Question> everything(Cluster cluster, List<String> verbs) {
        List<String> resources = new ArrayList<>(SUBRESOURCES);
        cluster.kubectl("api-resources", "-o", "name", "--verbs=list").lines().forEach(resources::add);
        assertThat(resources).contains("pods", "secrets", "deployments.apps", "applications.millrace.dev");
        return resources.stream()
                .flatMap(resource -> verbs.stream().map(verb -> new Question(verb, resource, "")))
                .toList();
    }

    private static List<Question> allowed(Cluster cluster, String service, List<Question> questions) {
        String reviews = String.join(
                "---\n",
                questions.stream().map(question -> question.review(service)).toList());
        List<String> answers = Clusters.withFile(
                        cluster, reviews, "create", "-o", "jsonpath={.status.allowed}{\"\\n\"}")
                .lines()
                .toList();
        assertThat(answers).hasSameSizeAs(questions);
        List<Question> allowed = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).equals("true")) {
                allowed.add(questions.get(i));
            }
        }
        return allowed;
    }
}

package dev.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testbed.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A requested permission. The resource has the form {@code deployments.apps} or {@code pods/exec}. */
record Permission(String verb, String resource, String namespace) {
    static final List<String> READING = List.of("get", "list", "watch");
    static final List<String> WRITING =
            List.of("create", "update", "patch", "delete", "deletecollection", "impersonate", "bind", "escalate");

    /** Subresources that are not listed and that allow an escalation of permissions. */
    static final List<String> SUBRESOURCES = List.of(
            "nodes/proxy",
            "pods/exec",
            "pods/attach",
            "pods/portforward",
            "pods/proxy",
            "services/proxy",
            "serviceaccounts/token",
            "pods/ephemeralcontainers");

    private String review(String service) {
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

    /** Returns each verb on each of the resources. */
    static List<Permission> each(String namespace, List<String> verbs, String... resources) {
        return Stream.of(resources)
                .flatMap(resource -> verbs.stream().map(verb -> new Permission(verb, resource, namespace)))
                .toList();
    }

    /** Returns each verb on each resource of the API server, and on the subresources. */
    static List<Permission> everything(Cluster cluster, List<String> verbs) {
        List<String> resources = new ArrayList<>(SUBRESOURCES);
        cluster.kubectl("api-resources", "-o", "name", "--verbs=list").lines().forEach(resources::add);
        assertThat(resources).contains("pods", "secrets", "deployments.apps", "applications.millrace.dev");
        return each("", verbs, resources.toArray(String[]::new));
    }

    /** Returns those of the permissions that the API server grants to a service. */
    static List<Permission> allowed(Cluster cluster, String service, List<Permission> permissions) {
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

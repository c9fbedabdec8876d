package dev.millrace.acceptance.drift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.acceptance.SharedDelivery;
import dev.millrace.events.Topic;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.testbed.services.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parts that all cases share: the agent and the detector as processes, with the rights of an administrator for the agent. */
final class DriftStage implements AutoCloseable {
    static final Duration SYNC_TIMEOUT = Duration.ofMinutes(3);
    private static final String RIGHTS = "drift-cases";

    private final LocalDelivery delivery = SharedDelivery.delivery();
    private final EventTap tap = SharedDelivery.tap();
    private final GitWorkspace workspace = delivery.gitHost().workspace();
    private final Set<String> repositories = new HashSet<>();
    private final ApiServer api = new ApiServer(delivery.cluster());

    DriftStage() {
        List<ServiceProcess> services = List.of(delivery.agent(), delivery.detector());
        services.forEach(ServiceProcess::launch);
        services.forEach(ServiceProcess::awaitReady);
        cluster().apply(LocalDelivery.NAMESPACE, """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: %s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects: [{kind: ServiceAccount, name: sync-agent, namespace: %s}]
                """.formatted(RIGHTS, LocalDelivery.NAMESPACE));
    }

    Cluster cluster() {
        return delivery.cluster();
    }

    ServiceProcess agent() {
        return delivery.agent();
    }

    ServiceProcess detector() {
        return delivery.detector();
    }

    EventTap tap() {
        return tap;
    }

    ApiServer api() {
        return api;
    }

    /** Commits the files of an application and pushes them. */
    synchronized void push(String repository, Map<String, String> files) {
        if (repositories.add(repository)) {
            delivery.gitHost().createRepository(repository);
        }
        workspace.push(repository, "main", files, "Change the objects");
    }

    /** Creates a namespace with the credentials of the repositories. */
    void openNamespace(String namespace) {
        cluster().kubectl("create", "namespace", namespace);
        cluster().apply(namespace, """
                apiVersion: v1
                kind: Secret
                metadata: {name: git}
                stringData: {username: '%s', password: '%s'}
                """.formatted(
                        delivery.gitHost().user(), delivery.gitHost().password()));
    }

    /** Creates an application in a namespace for a folder of a repository. */
    void create(String namespace, String name, String repository, boolean heal, Optional<JsonNode> conflicts) {
        URI url = delivery.gitHost().url(repository);
        cluster().apply(namespace, """
                apiVersion: millrace.dev/v1alpha1
                kind: Application
                metadata: {name: %1$s}
                spec:
                  source: {repository: %2$s, branch: main, path: %1$s, secretRef: {name: git}}
                  destination: {namespace: %3$s}
                  heal: %4$s
                  poll: 1s
                  conflicts: %5$s
                """.formatted(
                name, url, namespace, heal, conflicts.map(JsonNode::toString).orElse("[]")));
    }

    /** Waits until an application is applied and healthy. */
    void awaitSynced(String namespace, String name) {
        String key = key(namespace) + name;
        PublishedEvent ended = tap.await(
                        Topic.SYNC_COMPLETED,
                        e -> e.isAbout(key) && !e.at("/outcome").equals("Superseded"),
                        SYNC_TIMEOUT)
                .orElseThrow(() -> new AssertionError("no sync of " + key + " ended: "
                        + cluster().kubectl("get", "mapp", name, "-n", namespace, "-o", "jsonpath={.status}")));
        if (!ended.at("/outcome").equals("Succeeded")) {
            throw new AssertionError("the sync of " + key + " failed: " + ended.value());
        }
    }

    /** Waits until no attempt is running: what changes while an object is being restored may be undone before it is seen. */
    void awaitReady(String namespace, String name) {
        cluster().kubectl("wait", "mapp/" + name, "-n", namespace, "--for=condition=Ready", "--timeout=60s");
    }

    /** Sets the interval at which all objects of an application are applied again. */
    void reapply(String namespace, String name, String interval) {
        String patch = "{\"spec\":{\"reapply\":\"" + interval + "\"}}";
        cluster().kubectl("patch", "mapp", name, "-n", namespace, "--type=merge", "-p", patch);
    }

    /** The start of the keys of all applications of a namespace. */
    static String key(String namespace) {
        return LocalDelivery.CLUSTER + "/" + namespace + "/";
    }

    @Override
    public void close() {
        cluster().kubectl("delete", "clusterrolebinding", RIGHTS);
        api.close();
    }
}

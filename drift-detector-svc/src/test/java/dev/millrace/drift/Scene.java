package dev.millrace.drift;

import dev.millrace.events.Topic;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One application in its own namespace, and the events published about it. */
final class Scene implements AutoCloseable {
    private static final Duration SOON = Duration.ofMinutes(2);

    final Cluster cluster = Testbed.shared().cluster();
    final String namespace = cluster.createNamespace("drift");
    final TestAgent agent;
    private final EventTap tap;

    Scene(KubernetesClient client) {
        if (cluster.kubectl("get", "namespace", DriftProfile.RECORDS, "--ignore-not-found")
                .isBlank()) {
            cluster.kubectl("create", "namespace", DriftProfile.RECORDS);
        }
        agent = new TestAgent(client, namespace);
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @Override
    public void close() {
        tap.close();
    }

    static String deployment(String name, String image) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %s}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: %s}}
                  template:
                    metadata: {labels: {app: %s}}
                    spec: {containers: [{name: web, image: "%s"}]}
                """.formatted(name, name, name, image);
    }

    static String configMap(String name, String value) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s}
                data: {a: "%s"}
                """.formatted(name, value);
    }

    PublishedEvent published(Predicate<PublishedEvent> expected) {
        return tap.await(Topic.DRIFT_DETECTED, event -> isOurs(event) && expected.test(event), SOON)
                .orElseThrow(() -> new AssertionError("no such event; published: " + all()));
    }

    PublishedEvent published(String change, String name) {
        return published(event ->
                event.at("/change").equals(change) && event.at("/object/name").equals(name));
    }

    List<PublishedEvent> all() {
        return tap.events(Topic.DRIFT_DETECTED).stream()
                .filter(event -> isOurs(event))
                .toList();
    }

    /** Causes drift of a marker object and awaits its event; all earlier changes are published before it. */
    void awaitLaterDrift() {
        agent.sync(configMap("marker", "1"), "marker");
        patch("marker", "2");
        published("Modified", "marker");
    }

    private boolean isOurs(PublishedEvent event) {
        return event.isAbout(agent.application());
    }

    /** Changes a ConfigMap manually. */
    void patch(String name, String value) {
        cluster.kubectl("patch", "configmap", name, "-n", namespace, "-p", "{\"data\": {\"a\": \"" + value + "\"}}");
    }

    /** Runs {@code kubectl <arguments> -n <namespace>}. */
    String kubectl(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-n", namespace));
        return cluster.kubectl(all.toArray(String[]::new));
    }
}

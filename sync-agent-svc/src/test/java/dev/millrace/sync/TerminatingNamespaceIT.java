package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Deployed.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A namespace that is deleted by hand, and whose deletion takes long. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class TerminatingNamespaceIT {
    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    TerminatingNamespaceIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void stopListening() {
        tap.close();
    }

    @Test
    void theNamespaceAndAllItsObjectsAreRestoredOnceItIsGone() {
        Deployed app = new Deployed("terminating", tap);
        String own = app.namespace + "-own";
        String in = "metadata: {namespace: " + own + ", ";
        app.push(Map.of(
                "own.yaml",
                "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(own),
                "a.yaml",
                configMap("a", "1").replace("metadata: {", in),
                "web.yaml",
                deployment("web", "shop/web:1", "").replaceFirst("metadata: \\{", in)));
        app.follow("", "heal: true");
        assertThat(app.attempt(1).at("/outcome")).isEqualTo("Succeeded");
        app.kubectl("create", "configmap", "others", "-n", own);
        app.kubectl(
                "patch",
                "configmap",
                "others",
                "-n",
                own,
                "-p",
                "{\"metadata\":{\"finalizers\":[\"example.com/hold\"]}}");

        app.kubectl("delete", "namespace", own, "--wait=false");
        await().atMost(Deployed.SOON).until(() -> isMissing(app, "configmap", "a", own));
        publisher.publish(app.missing(new ObjectRef("v1", "ConfigMap", Optional.of(own), "a")));
        await().atMost(Deployed.SOON).until(() -> app.outcomes().stream()
                .anyMatch(outcome -> outcome.at("/outcome").equals("Failed")));
        app.kubectl("patch", "configmap", "others", "-n", own, "-p", "{\"metadata\":{\"finalizers\":null}}");
        await().atMost(Deployed.SOON).until(() -> isRecreated(app, own));
        publisher.publish(app.missing(new ObjectRef("v1", "Namespace", Optional.empty(), own)));

        await().atMost(Deployed.SOON)
                .until(() -> !isMissing(app, "configmap", "a", own) && !isMissing(app, "deployment", "web", own));
        await().atMost(Deployed.SOON).until(() -> app.condition("Ready").equals("True"));
    }

    private static boolean isMissing(Deployed app, String kind, String name, String namespace) {
        return app.kubectl("get", kind, name, "-n", namespace, "--ignore-not-found", "-o", "name")
                .isBlank();
    }

    /** The agent may recreate the namespace before the test sees that it was gone. */
    private static boolean isRecreated(Deployed app, String namespace) {
        return !app.kubectl("get", "namespace", namespace, "--ignore-not-found", "-o", "jsonpath={.status.phase}")
                .equals("Terminating");
    }
}

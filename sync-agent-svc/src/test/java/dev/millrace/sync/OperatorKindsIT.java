package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The health of an application follows the statuses that operators write, on real parts. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class OperatorKindsIT {
    private static final List<OperatorKind> KINDS = OperatorKind.all();
    private static final String PATIENT = "healthTimeout: 1h";

    private final KubernetesClient client;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    OperatorKindsIT(KubernetesClient client) {
        this.client = client;
    }

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
        OperatorKind.define(KINDS);
    }

    @AfterEach
    void stopListening() {
        tap.close();
    }

    @Test
    void theStatusOfAnApplicationFollowsThoseOfItsObjects() {
        Deployed app = new Deployed("operators", tap);
        app.push(Map.of(
                "all.yaml", KINDS.stream().map(kind -> kind.document("one")).collect(Collectors.joining())));
        app.follow("", PATIENT);

        KINDS.forEach(kind -> kind.report(client, app.namespace, "one", kind.begun()));

        await().atMost(Deployed.SOON)
                .untilAsserted(() -> assertThat(unhealthy(app)).isEqualTo(begun()));
        assertThat(app.condition("Healthy")).isEqualTo("False");
        messagesOf(app).forEach((kind, message) -> assertThat(message).contains(of(kind).message()));

        KINDS.forEach(kind -> kind.report(client, app.namespace, "one", kind.done()));

        assertThat(app.attempt(1).at("/outcome")).isEqualTo("Succeeded");
        await().atMost(Deployed.SOON).until(() -> app.condition("Healthy").equals("True"));
        assertThat(unhealthy(app)).isEmpty();

        of("Bucket").report(client, app.namespace, "one", OperatorKind.status("""
                conditions: [{type: Synced, status: "False", reason: ReconcileError, message: "create failed: AccessDenied"}]
                """));

        await().atMost(Deployed.SOON).until(() -> app.condition("Healthy").equals("False"));
        assertThat(unhealthy(app)).isEqualTo(Map.of("Bucket", "Degraded by crossplane.yaml *.upbound.io/*: failed"));
        assertThat(messagesOf(app)).containsEntry("Bucket", "ReconcileError: create failed: AccessDenied");
    }

    @Test
    void aSealedSecretThatNoKeyDecryptsFailsTheSyncAtOnce() {
        Deployed app = new Deployed("sealed", tap);
        OperatorKind sealed = of("SealedSecret");
        app.push(Map.of("sealed.yaml", sealed.document("database")));
        app.follow("", PATIENT);

        sealed.report(client, app.namespace, "database", OperatorKind.status("""
                {observedGeneration: 1, conditions: [{type: Synced, status: "False", message: no key could decrypt secret}]}
                """));

        PublishedEvent failed = app.attempt(1);
        assertThat(failed.at("/outcome")).isEqualTo("Failed");
        assertThat(failed.at("/message"))
                .isEqualTo("SealedSecret " + app.namespace + "/database: no key could decrypt secret");
        assertThat(failed.at("/failures/0/kind")).isEqualTo("rollout");
        await().atMost(Deployed.SOON).until(() -> app.condition("Healthy").equals("False"));
        assertThat(unhealthy(app))
                .isEqualTo(Map.of("SealedSecret", "Degraded by secrets.yaml bitnami.com/SealedSecret: failed"));
        assertThat(messagesOf(app)).containsEntry("SealedSecret", "no key could decrypt secret");
        assertThat(app.status().path("message").asText()).contains("no key could decrypt secret");
    }

    private static OperatorKind of(String kind) {
        return KINDS.stream().filter(one -> one.kind().equals(kind)).findFirst().orElseThrow();
    }

    private static Map<String, String> begun() {
        Map<String, String> expected = new TreeMap<>();
        KINDS.stream()
                .filter(kind -> !kind.health().equals("Healthy"))
                .forEach(kind -> expected.put(kind.kind(), kind.health() + " by " + kind.rule()));
        return expected;
    }

    private static Map<String, String> unhealthy(Deployed app) {
        Map<String, String> all = new TreeMap<>();
        for (JsonNode one : app.status().path("unhealthy")) {
            all.put(
                    kindOf(one),
                    one.path("health").asText() + " by " + one.path("rule").asText());
        }
        return all;
    }

    private static Map<String, String> messagesOf(Deployed app) {
        Map<String, String> all = new TreeMap<>();
        for (JsonNode one : app.status().path("unhealthy")) {
            all.put(kindOf(one), one.path("message").asText());
        }
        return all;
    }

    private static String kindOf(JsonNode unhealthy) {
        String object = unhealthy.path("object").asText();
        return object.substring(0, object.indexOf(' '));
    }
}

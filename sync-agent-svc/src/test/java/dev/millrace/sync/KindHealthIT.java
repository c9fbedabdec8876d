package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Health of objects of a kind with configured rules, on real parts. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class KindHealthIT {
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %2$s.checks.example.com}
            spec:
              group: checks.example.com
              names: {kind: %1$s, plural: %2$s}
              scope: Namespaced
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;
    private static final String RULES = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: rules-of-%2$s, labels: {millrace.dev/health-rules: "true"}}
            data:
              rules.yaml: |
                - kinds: [checks.example.com/%1$s]
                  current: self.spec.fine
            """;

    private static final String MISTAKEN = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: %1$s, labels: {millrace.dev/health-rules: "true"}}
            data:
              rules.yaml: |
                - kinds: [checks.example.com/Mistaken]
                  current: "%2$s"
            """;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void stopListening() {
        tap.close();
    }

    @Test
    void isWhatPeopleWrite() {
        Deployed app = new Deployed("rules", tap);
        String kind = "Probe" + app.namespace.replaceAll("[^0-9]", "");
        String plural = kind.toLowerCase(Locale.ROOT) + "s";
        String object = "apiVersion: checks.example.com/v1\nkind: %s\nmetadata: {name: one}\nspec: {fine: false}\n";
        app.push(Map.of("crd.yaml", DEFINITION.formatted(kind, plural), "one.yaml", object.formatted(kind)));
        Testbed.shared().cluster().apply(AgentUnderTest.NAMESPACE, RULES.formatted(kind, plural));

        app.follow("");
        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("message").asText().contains("it is not ready yet"));
        String fine = "{\"spec\":{\"fine\":true}}";
        app.kubectl("patch", plural + ".checks.example.com", "one", "-n", app.namespace, "--type=merge", "-p", fine);

        assertThat(app.attempt(1).at("/outcome")).isEqualTo("Succeeded");
    }

    @Test
    void aMistakeInRulesIsReportedOnTheirConfigMapUntilItIsFixed() {
        var cluster = Testbed.shared().cluster();
        String name = "mistaken-" + cluster.createNamespace("mistaken");
        cluster.apply(AgentUnderTest.NAMESPACE, MISTAKEN.formatted(name, "["));

        await().atMost(Deployed.SOON).until(() -> statusOf(name).startsWith("left out: rules.yaml: "));
        assertThat(statusOf(name)).contains("current of [checks.example.com/Mistaken]");
        await().atMost(Deployed.SOON).until(() -> eventOn(name).startsWith("left out: rules.yaml: "));

        cluster.apply(AgentUnderTest.NAMESPACE, MISTAKEN.formatted(name, "true"));

        await().atMost(Deployed.SOON).until(() -> statusOf(name).equals("rules for 1 kind"));
        cluster.kubectl("delete", "configmap", name, "-n", AgentUnderTest.NAMESPACE);
    }

    private static String statusOf(String configMap) {
        return Testbed.shared()
                .cluster()
                .kubectl(
                        "get",
                        "configmap",
                        configMap,
                        "-n",
                        AgentUnderTest.NAMESPACE,
                        "-o",
                        "jsonpath={.metadata.annotations.millrace\\.dev/health-rules-status}");
    }

    /** Returns the message of the event on the ConfigMap; empty if there is none. */
    private static String eventOn(String configMap) {
        return Testbed.shared()
                .cluster()
                .kubectl(
                        "get",
                        "events",
                        "-n",
                        AgentUnderTest.NAMESPACE,
                        "--field-selector=reason=InvalidHealthRules,involvedObject.name=" + configMap,
                        "-o",
                        "jsonpath={.items[*].message}");
    }
}

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
}

package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Deployed.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletion of operators, definitions and namespaces that other objects need, on real parts. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class GuardedRemovalIT {
    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    GuardedRemovalIT(EventPublisher publisher) {
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
    void anOperatorOfAnEarlierWaveStaysUntilTheObjectsItServesAreGone() {
        Deployed app = new Deployed("waves-back", tap);
        app.push(filled(Map.of(
                "crd.yaml",
                definition(app),
                "operator.yaml",
                deployment("operator", "shop/operator:1", ""),
                "oper.yaml",
                oper(app, "o", "finalizers: [example.com/clean], annotations: {millrace.dev/wave: '1'}"))));
        app.follow("");
        app.attempt(1);

        CommitId second = app.push(Map.of(), Set.of("crd.yaml", "operator.yaml", "oper.yaml"));
        publisher.publish(app.committed(second));
        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("message").asText().contains("waits for its finalizers"));
        boolean operatorStayed =
                !app.object("deployment", "operator").at("/metadata/name").isMissingNode()
                        && app.object("deployment", "operator")
                                .at("/metadata/deletionTimestamp")
                                .isMissingNode();
        patch(app, opers(app) + "/o", "{\"metadata\":{\"finalizers\":null}}");

        PublishedEvent outcome = app.outcome(second);
        assertThat(operatorStayed).isTrue();
        assertThat(outcome.at("/outcome")).isEqualTo("Succeeded");
        assertThat(outcome.at("/counts/pruned")).isEqualTo("3");
        assertThat(app.object("deployment", "operator").isMissingNode()).isTrue();
    }

    @Test
    void aDefinitionWithObjectsOfOthersGoesOnceThatIsConfirmed() {
        Deployed app = new Deployed("crd-others", tap);
        app.push(filled(Map.of("crd.yaml", definition(app))));
        app.follow("");
        app.attempt(1);
        Testbed.shared().cluster().apply("default", oper(app, "theirs", ""));

        CommitId second = app.push(Map.of(), Set.of("crd.yaml"));
        publisher.publish(app.committed(second));
        PublishedEvent withheld = app.outcome(second);
        String theirs = app.kubectl("get", opers(app), "theirs", "-n", "default", "-o", "name");
        app.kubectl("annotate", "mapp", "app", "-n", app.namespace, "millrace.dev/confirm-prune=" + second.value());

        assertThat(withheld.at("/outcome")).isEqualTo("Failed");
        assertThat(withheld.at("/message"))
                .contains(
                        "is not deleted: it holds Oper default/theirs",
                        "annotate the Application with millrace.dev/confirm-prune: " + second.value());
        assertThat(theirs).contains("theirs");
        assertThat(app.attempt(3).at("/counts/pruned")).isEqualTo("1");
        assertThat(app.kubectl("get", "crd", opers(app), "--ignore-not-found", "-o", "name"))
                .isBlank();
    }

    @Test
    void anApplicationsNamespaceWithObjectsOfOthersGoesWithItOnceThatIsConfirmed() {
        Deployed app = new Deployed("ns-others", tap);
        String more = app.namespace + "-more";
        CommitId first = app.push(
                Map.of("more.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n".formatted(more)));
        app.follow("", "deletion: prune");
        app.attempt(1);
        app.kubectl("create", "configmap", "istio-ca-root-cert", "-n", more);

        app.kubectl("delete", "mapp", "app", "-n", app.namespace, "--wait=false");
        String message = app.attempt(2).at("/message");
        boolean stayed = !app.object("namespace", more).isMissingNode();
        app.kubectl("annotate", "mapp", "app", "-n", app.namespace, "millrace.dev/confirm-prune=" + first.value());

        assertThat(message)
                .contains("it holds ConfigMap istio-ca-root-cert", "millrace.dev/confirm-prune: " + first.value());
        assertThat(stayed).isTrue();
        await().atMost(Deployed.SOON).until(() -> app.application().isMissingNode());
        assertThat(app.object("namespace", more).isMissingNode()).isTrue();
    }

    @Test
    void whatSomebodyRecreatedByHandIsPruned() {
        Deployed app = new Deployed("recreated", tap);
        app.push(filled(Map.of("again.yaml", configMap("again", "1"))));
        app.follow("");
        app.attempt(1);
        String copy = app.object("configmap", "again").toString();
        app.kubectl("delete", "configmap", "again", "-n", app.namespace);
        Testbed.shared().cluster().apply(app.namespace, copy.replaceAll("\"(resourceVersion|uid)\":\"[^\"]*\",", ""));

        CommitId second = app.push(Map.of(), Set.of("again.yaml"));
        publisher.publish(app.committed(second));

        assertThat(app.outcome(second).at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.object("configmap", "again").isMissingNode()).isTrue();
    }

    /** Adds so many other objects that less than half are deleted. */
    private static Map<String, String> filled(Map<String, String> files) {
        Map<String, String> all = new HashMap<>(files);
        for (String name : Set.of("a", "b", "c", "d")) {
            all.put(name + ".yaml", configMap(name, "1"));
        }
        return all;
    }

    private static void patch(Deployed app, String object, String patch) {
        app.kubectl("patch", object, "-n", app.namespace, "--type=merge", "-p", patch);
    }

    private static String group(Deployed app) {
        return app.namespace + ".example";
    }

    private static String opers(Deployed app) {
        return "opers." + group(app);
    }

    private static String definition(Deployed app) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: opers.%s}
                spec:
                  group: %s
                  scope: Namespaced
                  names: {plural: opers, singular: oper, kind: Oper, listKind: OperList}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.formatted(group(app), group(app));
    }

    private static String oper(Deployed app, String name, String metadata) {
        return "apiVersion: %s/v1\nkind: Oper\nmetadata: {name: %s%s}\n"
                .formatted(group(app), name, metadata.isEmpty() ? "" : ", " + metadata);
    }
}

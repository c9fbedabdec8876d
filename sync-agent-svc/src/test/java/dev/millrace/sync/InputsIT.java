package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The inputs of rendering other than the commit: ConfigMaps, Secrets, and the transformations of the Application. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class InputsIT {

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
    void aChangedConfigMapOrSecretIsAppliedWithoutACommit() {
        Deployed app = new Deployed("inputs", tap);
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "${GREETING}, ${WHOM:=nobody} at ${PLACE}")));
        app.kubectl("create", "configmap", "words", "-n", app.namespace, "--from-literal=GREETING=hello");
        app.kubectl("create", "secret", "generic", "who", "-n", app.namespace, "--from-literal=WHOM=you");

        app.follow("", """
                transform: {substitute: {values: {PLACE: home}, from: [{kind: ConfigMap, name: words}, {kind: Secret, name: who}, {kind: Secret, name: none, optional: true}]}}""");
        app.awaitReady(commit);
        assertThat(value(app)).isEqualTo("hello, you at home");

        app.kubectl("create", "secret", "generic", "none", "-n", app.namespace, "--from-literal=WHOM=them");
        await().atMost(Deployed.SOON).until(() -> value(app).equals("hello, them at home"));
        app.kubectl("delete", "secret", "none", "-n", app.namespace);
        await().atMost(Deployed.SOON).until(() -> value(app).equals("hello, you at home"));
        app.kubectl("patch", "configmap", "words", "-n", app.namespace, "-p", "{\"data\":{\"GREETING\":\"bye\"}}");
        await().atMost(Deployed.SOON).until(() -> value(app).equals("bye, you at home"));
        assertThat(app.attempt(4).at("/trigger")).isEqualTo("application");
        assertThat(app.attempt(4).at("/revision")).isEqualTo(commit.value());
    }

    @Test
    void aSecretThatIsMissingIsSaidAndAwaited() {
        Deployed app = new Deployed("missing", tap);
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "${WHOM}")));

        app.follow("", "transform: {substitute: {from: [{kind: Secret, name: late}]}}");

        assertThat(app.outcome(commit).at("/message")).isEqualTo("spec: there is no Secret " + app.namespace + "/late");
        await().atMost(Deployed.SOON).until(() -> app.condition("Stalled").equals("True"));
        app.kubectl("create", "secret", "generic", "late", "-n", app.namespace, "--from-literal=WHOM=me");
        app.awaitReady(commit);
        assertThat(value(app)).isEqualTo("me");
    }

    @Test
    void anUnsetVariableIsToldWithItsPlaceAndNoValueOfASecret() {
        Deployed app = new Deployed("unset", tap);
        CommitId commit = app.push(
                Map.of(
                        "good.yaml", configMap("a", "1"),
                        "bad.yaml",
                                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\ndata:\n  a: ${PASSWORD} ${UNSET}\n",
                        "worse.yaml",
                                "apiVersion: v1\nkind: Service\nmetadata: {name: c}\nspec: {type: \"${PASSWORD}\", ports: [{port: 1}]}\n"));
        app.kubectl("create", "secret", "generic", "s", "-n", app.namespace, "--from-literal=PASSWORD=hunter2hunter2");

        app.follow("", "transform: {substitute: {from: [{kind: Secret, name: s}]}}");

        PublishedEvent outcome = app.outcome(commit);
        assertThat(outcome.at("/message"))
                .contains("bad.yaml:5: ConfigMap b: the variable UNSET is not set")
                .contains("worse.yaml:1")
                .doesNotContain("hunter2");
        assertThat(outcome.at("/failures/0/reason")).doesNotContain("hunter2");
        await().atMost(Deployed.SOON).until(() -> app.condition("Stalled").equals("True"));
        assertThat(app.application().toString()).doesNotContain("hunter2");
        assertThat(app.kubectl("get", "events", "-n", app.namespace, "-o", "json"))
                .doesNotContain("hunter2");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");
    }

    @Test
    void objectsAreChangedAsTheApplicationAsks() {
        Deployed app = new Deployed("transform", tap);
        String elsewhere = configMap("b", "1").replace("{name: b}", "{name: b, namespace: nowhere}");
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", elsewhere));

        app.follow("", "destination: {namespace: " + app.namespace + ", override: true}", """
                transform: {labels: {team: shop}, patches: [{patch: '[{op: replace, path: /data/value, value: "2"}]', target: {kind: ConfigMap, name: a}}]}""");

        assertThat(app.outcome(commit).at("/outcome")).isEqualTo("Succeeded");
        assertThat(value(app)).isEqualTo("2");
        assertThat(app.object("configmap", "b").at("/metadata/labels/team").asText())
                .isEqualTo("shop");
    }

    private static String value(Deployed app) {
        return app.object("configmap", "a").at("/data/value").asText();
    }
}

package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Deployed.deployment;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fields of other managers, and fields that can't be changed, on a real API server. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class FieldsIT {
    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    FieldsIT(EventPublisher publisher) {
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
    void whatKubectlAppliedBeforeAndTheCommitDoesNotSayGoes() {
        Deployed app = new Deployed("takeover", tap);
        Testbed.shared()
                .cluster()
                .apply(
                        app.namespace,
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {value: old, more: old}\n");
        app.push(Map.of("a.yaml", configMap("a", "1")));

        app.follow("");

        assertThat(app.attempt(1).at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.object("configmap", "a").path("data").toString()).isEqualTo("{\"value\":\"1\"}");
        assertThat(app.object("configmap", "a").at("/metadata/managedFields").toString())
                .doesNotContain("kubectl-client-side-apply");
    }

    @Test
    void replicasThatLeaveGitStayWhereARuleLeavesThemToOthers() {
        Deployed app = new Deployed("replicas", tap);
        String three = deployment("web", "shop/web:1", "").replace("replicas: 1", "replicas: 3");
        app.push(Map.of("web.yaml", three));
        app.follow("", "ignore: [{kind: Deployment, fields: [/spec/replicas]}]");
        app.attempt(1);

        CommitId second = app.push(Map.of("web.yaml", three.replace("  replicas: 3\n", "")));
        publisher.publish(app.committed(second));

        assertThat(app.outcome(second).at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.object("deployment", "web").at("/spec/replicas").asInt()).isEqualTo(3);
    }

    @Test
    void aFieldThatCannotBeChangedIsReportedByItsName() {
        Deployed app = new Deployed("immutable", tap);
        app.push(Map.of("a.yaml", configMap("a", "1") + "immutable: true\n", "b.yaml", configMap("b", "1")));
        app.follow("");
        app.attempt(1);

        CommitId second =
                app.push(Map.of("a.yaml", configMap("a", "2") + "immutable: true\n", "b.yaml", configMap("b", "2")));
        publisher.publish(app.committed(second));

        PublishedEvent outcome = app.outcome(second);
        assertThat(outcome.at("/outcome")).isEqualTo("Failed");
        assertThat(outcome.at("/failures/0/reason")).contains("a.yaml:1: data can't be changed");
        assertThat(app.object("configmap", "b").at("/data/value").asText()).isEqualTo("2");
    }

    @Test
    void anObjectIsMadeAgainWhereThatIsWanted() {
        Deployed app = new Deployed("replace", tap);
        app.push(Map.of("a.yaml", configMap("a", "1") + "immutable: true\n"));
        app.follow("", "immutable: replace");
        app.attempt(1);
        String before = app.object("configmap", "a").at("/metadata/uid").asText();

        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2") + "immutable: true\n"));
        publisher.publish(app.committed(second));

        assertThat(app.outcome(second).at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("2");
        assertThat(app.object("configmap", "a").at("/metadata/uid").asText()).isNotEqualTo(before);
    }

    @Test
    void anObjectThatCouldNotBeMadeAgainComesBackWithTheRevert() {
        Deployed app = new Deployed("refused", tap);
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1") + "immutable: true\n"));
        app.follow("", "immutable: replace");
        app.outcome(first);
        app.kubectl("create", "quota", "none", "--hard=configmaps=0", "-n", app.namespace);
        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2") + "immutable: true\n"));
        publisher.publish(app.committed(second));
        PublishedEvent refused = app.outcome(second);
        app.kubectl("delete", "quota", "none", "-n", app.namespace);

        CommitId reverted = app.push(Map.of("a.yaml", configMap("a", "1") + "immutable: true\n"));
        publisher.publish(app.committed(reverted));

        assertThat(refused.at("/outcome")).isEqualTo("Failed");
        assertThat(app.outcome(reverted).at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");
    }

    @Test
    void whereTheirsWinsAFieldOfAnotherManagerStaysAndTheRestIsApplied() {
        Deployed app = new Deployed("theirs", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("", "conflicts: [{rule: theirs, managers: [tuner], fields: [/data/value]}]");
        app.attempt(1);
        byHand(app, "tuner");

        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2") + "immutable: false\n"));
        publisher.publish(app.committed(second));

        assertThat(app.outcome(second).at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("by hand");
        assertThat(app.object("configmap", "a").path("immutable").isBoolean()).isTrue();
    }

    @Test
    void whereARuleSaysStopTheObjectIsLeftAndTheFieldIsTold() {
        Deployed app = new Deployed("stop", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("", "conflicts: [{rule: stop, kinds: [ConfigMap]}]");
        app.attempt(1);
        byHand(app, "somebody");

        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
        publisher.publish(app.committed(second));

        PublishedEvent outcome = app.outcome(second);
        assertThat(outcome.at("/outcome")).isEqualTo("Failed");
        assertThat(outcome.at("/failures/0/reason")).contains("spec.conflicts is stop: .data.value is somebody's");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("by hand");
    }

    @Test
    void anIgnoredFieldIsSetOnceAndThenOthers() {
        Deployed app = new Deployed("ignored", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("", "heal: true", "ignore: [{kind: ConfigMap, fields: [/data/value]}]");
        app.attempt(1);
        byHand(app, "somebody");
        publisher.publish(app.drifted("a"));

        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2") + "immutable: false\n"));
        publisher.publish(app.committed(second));

        assertThat(app.outcome(second).at("/attempt")).isEqualTo("2");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("by hand");
        assertThat(app.object("configmap", "a").path("immutable").isBoolean()).isTrue();
    }

    @Test
    void anIgnoredFieldThatNobodyElseSetStaysAsItIs() {
        Deployed app = new Deployed("alone", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("", "ignore: [{kind: ConfigMap, fields: [/data]}]");
        app.attempt(1);

        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2") + "immutable: false\n"));
        publisher.publish(app.committed(second));

        assertThat(app.outcome(second).at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");
        assertThat(app.object("configmap", "a").path("immutable").isBoolean()).isTrue();
    }

    @Test
    void aRuleHoldsForWhatIsThereAlreadyAndWhenItGoesTheFieldIsOursAgain() {
        Deployed app = new Deployed("ruled", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("", "heal: true");
        app.attempt(1);
        app.follow("", "heal: true", "ignore: [{kind: ConfigMap, fields: [/data/value]}]");
        app.attempt(2);
        byHand(app, "somebody");
        publisher.publish(app.drifted("a"));

        CommitId second = app.push(Map.of("b.yaml", configMap("b", "1")));
        publisher.publish(app.committed(second));
        app.attempt(3);
        String ruled = app.object("configmap", "a").at("/data/value").asText();
        app.follow("", "heal: true");
        app.attempt(4);

        assertThat(ruled).isEqualTo("by hand");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");
    }

    private static void byHand(Deployed app, String manager) {
        app.kubectl(
                "patch",
                "configmap",
                "a",
                "-n",
                app.namespace,
                "--field-manager=" + manager,
                "--type=merge",
                "-p",
                "{\"data\":{\"value\":\"by hand\"}}");
    }
}

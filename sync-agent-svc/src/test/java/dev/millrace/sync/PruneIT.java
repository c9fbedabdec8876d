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
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pruning of objects that are no longer in the commit, on real parts. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class PruneIT {
    private static final String STUCK = "example.com/stuck";

    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    PruneIT(EventPublisher publisher) {
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
    void anAttemptEndsWhenTheFinalizersOfWhatItPrunesAreDone() {
        Deployed app = new Deployed("finalizers", tap);
        app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1"), "stuck.yaml", stuck("stuck")));
        app.follow("");
        app.attempt(1);

        CommitId second = app.push(Map.of(), Set.of("stuck.yaml"));
        publisher.publish(app.committed(second));
        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("message").asText().contains("waits for its finalizers " + STUCK));
        int endedMeanwhile = app.outcomes().size();
        release(app, "stuck");

        PublishedEvent outcome = app.outcome(second);
        assertThat(endedMeanwhile).isEqualTo(1);
        assertThat(outcome.at("/outcome")).isEqualTo("Succeeded");
        assertThat(outcome.at("/counts/pruned")).isEqualTo("1");
    }

    @Test
    void whatMovesToAnotherApplicationInOneCommitIsHandedOverAndNotMadeAnew() {
        Deployed app = new Deployed("moves", tap);
        app.push(Map.of("a/moving.yaml", configMap("moving", "1"), "a/a.yaml", configMap("a", "1")));
        app.push(Map.of("b/b.yaml", configMap("b", "1"), "b/kustomization.yaml", "resources: [b.yaml]\n"));
        app.follow("a");
        app.followAs("other", "b");
        await().atMost(Deployed.SOON).until(() -> has(app, "a") && has(app, "b"));
        String uid = app.object("configmap", "moving").at("/metadata/uid").asText();

        CommitId moved = app.push(
                Map.of(
                        "b/moving.yaml",
                        configMap("moving", "2"),
                        "b/kustomization.yaml",
                        "resources: [b.yaml, moving.yaml]\n"),
                Set.of("a/moving.yaml"));
        publisher.publish(app.committed(moved));

        await().atMost(Deployed.SOON).until(() -> app.object("configmap", "moving")
                .at("/data/value")
                .asText()
                .equals("2"));
        assertThat(app.object("configmap", "moving").at("/metadata/uid").asText())
                .isEqualTo(uid);
        assertThat(app.outcome(moved).at("/counts/pruned")).isEqualTo("0");
    }

    private static boolean has(Deployed app, String configMap) {
        return !app.object("configmap", configMap).isMissingNode();
    }

    @Test
    void whatPeopleAskToKeepStaysAndIsNobodys() {
        Deployed app = new Deployed("keep", tap);
        app.push(Map.of(
                "a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1"), "kept.yaml", configMap("kept", "1")));
        app.follow("");
        app.attempt(1);
        app.kubectl("annotate", "configmap", "kept", "-n", app.namespace, "millrace.dev/keep=true");

        CommitId second = app.push(Map.of(), Set.of("kept.yaml"));
        publisher.publish(app.committed(second));

        assertThat(app.outcome(second).at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.object("configmap", "kept").at("/metadata/annotations").toString())
                .contains("millrace.dev/keep")
                .doesNotContain("millrace.dev/application", "millrace.dev/applied");
    }

    @Test
    void aNamespaceThatHoldsOthersObjectsIsNotDeleted() {
        Deployed app = new Deployed("others", tap);
        String other = app.namespace + "-more";
        app.push(Map.of(
                "a.yaml",
                configMap("a", "1"),
                "b.yaml",
                configMap("b", "1"),
                "more.yaml",
                "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n".formatted(other)));
        app.follow("");
        app.attempt(1);
        app.kubectl("create", "configmap", "precious", "-n", other);

        CommitId second = app.push(Map.of(), Set.of("more.yaml"));
        publisher.publish(app.committed(second));

        PublishedEvent outcome = app.outcome(second);
        assertThat(outcome.at("/outcome")).isEqualTo("Failed");
        assertThat(outcome.at("/message"))
                .contains("Namespace " + other, "is not deleted: it holds ConfigMap precious");
        assertThat(app.kubectl("get", "configmap", "precious", "-n", other, "-o", "name"))
                .contains("precious");
    }

    @Test
    void aNamespaceOfItsOwnGoesWithWhatIsInIt() {
        Deployed app = new Deployed("own-ns", tap);
        String own = app.namespace + "-own";
        String inOwn = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: in-own, namespace: %s}\n".formatted(own);
        app.push(Map.of(
                "a.yaml",
                configMap("a", "1"),
                "b.yaml",
                configMap("b", "1"),
                "c.yaml",
                configMap("c", "1"),
                "own.yaml",
                "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n---\n".formatted(own) + inOwn));
        app.follow("");
        app.attempt(1);

        CommitId second = app.push(Map.of(), Set.of("own.yaml"));
        publisher.publish(app.committed(second));

        PublishedEvent outcome = app.outcome(second);
        assertThat(outcome.at("/outcome")).isEqualTo("Succeeded");
        assertThat(outcome.at("/counts/pruned")).isEqualTo("2");
        assertThat(app.kubectl("get", "namespace", own, "--ignore-not-found", "-o", "name"))
                .isBlank();
    }

    @Test
    void prunesBeforeAnythingNewIsAppliedWhereAskedTo() {
        Deployed app = new Deployed("before", tap);
        app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1"), "old.yaml", stuck("old")));
        app.follow("", "pruneOrder: before");
        app.attempt(1);

        CommitId second = app.push(Map.of("new.yaml", configMap("new", "1")), Set.of("old.yaml"));
        publisher.publish(app.committed(second));
        await().atMost(Deployed.SOON).until(() -> app.object("configmap", "old")
                .at("/metadata/deletionTimestamp")
                .isTextual());
        boolean appliedEarly = !app.object("configmap", "new").isMissingNode();
        release(app, "old");

        PublishedEvent outcome = app.outcome(second);
        assertThat(appliedEarly).isFalse();
        assertThat(outcome.at("/outcome")).isEqualTo("Succeeded");
        assertThat(outcome.at("/counts/pruned")).isEqualTo("1");
        assertThat(outcome.at("/counts/created")).isEqualTo("1");
    }

    @Test
    void howAnObjectIsThatIsToGoHoldsNothingUp() {
        Deployed app = new Deployed("broken-goes", tap);
        app.push(Map.of(
                "a.yaml",
                configMap("a", "1"),
                "b.yaml",
                configMap("b", "1"),
                "broken.yaml",
                deployment("broken", "shop/web:1", ", never: ready")
                        .replace("replicas: 1", "replicas: 1\n  paused: true")));
        app.follow("");
        await().atMost(Deployed.SOON)
                .until(() -> !app.object("deployment", "broken").isMissingNode());

        CommitId second = app.push(Map.of(), Set.of("broken.yaml"));
        publisher.publish(app.committed(second));

        assertThat(app.outcome(second).at("/outcome")).isEqualTo("Succeeded");
        await().atMost(Deployed.SOON)
                .until(() -> app.object("deployment", "broken").isMissingNode());
    }

    private static String stuck(String name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s, finalizers: [%s]}\n".formatted(name, STUCK);
    }

    private static void release(Deployed app, String configMap) {
        app.kubectl(
                "patch",
                "configmap",
                configMap,
                "-n",
                app.namespace,
                "--type=merge",
                "-p",
                "{\"metadata\":{\"finalizers\":null}}");
    }
}

package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.SyncCompleted.ObjectChange;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.tenant.SampleTenancy;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that one application has and another one declares. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class HandOverIT {
    private final Alone alone;

    HandOverIT(@TempDir Path mirrors) {
        alone = new Alone(mirrors);
    }

    @AfterEach
    void close() {
        alone.close();
    }

    @Test
    void whatAnotherOneWantedBeforeARestartIsHandedOverAfterIt() {
        Deployed app = withOneThatBothWant("handover");
        Subject giver = Alone.at(Alone.subject(app), "a");
        Subject taker = Alone.another(Alone.at(giver, "b"));
        try (AgentLife first = alone.life()) {
            first.reconcile(giver, start());
            assertThat(first.reconcile(taker, start())
                            .ledger()
                            .failure()
                            .orElseThrow()
                            .message())
                    .contains("it belongs to the application");
        }
        String uid = app.object("configmap", "x").at("/metadata/uid").asText();
        app.push(Map.of(), Set.of("a/x.yaml"));

        try (AgentLife second = alone.life().elected()) {
            second.reconcile(giver, start());
            second.reconcile(taker, Triggers.retry(Instant.now()));
        }

        assertThat(app.object("configmap", "x").at("/metadata/uid").asText()).isEqualTo(uid);
        assertThat(app.object("configmap", "x").at("/data/value").asText()).isEqualTo("2");
    }

    @Test
    void anObjectThatIsThereBeforeTheFirstAttemptIsAdoptedByIt() {
        Deployed app = new Deployed("adopted", null);
        app.push(Map.of("a/there.yaml", configMap("there", "2"), "a/new.yaml", configMap("new", "1")));
        app.kubectl("create", "configmap", "there", "-n", app.namespace, "--from-literal=value=1");

        try (AgentLife life = alone.life()) {
            ReconcileResult result = life.reconcile(Alone.at(Alone.subject(app), "a"), start());

            assertThat(result.ended()).singleElement().satisfies(ended -> assertThat(
                            ended.outcome().changed())
                    .extracting(ObjectChange::object, ObjectChange::action)
                    .extracting(Object::toString)
                    .containsExactlyInAnyOrder(
                            "(ConfigMap " + app.namespace + "/new, CREATED)",
                            "(ConfigMap " + app.namespace + "/there, ADOPTED)"));
        }
        assertThat(app.object("configmap", "there").at("/data/value").asText()).isEqualTo("2");
    }

    @Test
    void whatAnotherOneMayNotHaveIsDeletedInsteadOfHandedOver() {
        Deployed app = withOneThatBothWant("notallowed");
        Subject giver = Alone.at(Alone.subject(app), "a");
        Subject taker = Sample.limited(Alone.another(Alone.at(giver, "b")), SampleTenancy.shop());
        try (AgentLife life = alone.life()) {
            life.reconcile(giver, start());
            assertThat(life.reconcile(taker, start())
                            .ledger()
                            .failure()
                            .orElseThrow()
                            .message())
                    .contains("nothing is applied, because 1 object is not allowed");
            app.push(Map.of(), Set.of("a/x.yaml"));

            life.reconcile(giver, start());

            assertThat(app.object("configmap", "x").isMissingNode()).isTrue();
        }
    }

    @Test
    void whatOneWantedThatIsGoneIsWantedByNobody() {
        Deployed app = withOneThatBothWant("unwanted");
        Subject giver = Alone.at(Alone.subject(app), "a");
        Subject taker = Alone.another(Alone.at(giver, "b"));
        try (AgentLife life = alone.life()) {
            life.reconcile(giver, start());
            life.reconcile(taker, start());
            life.forget(taker.uid());
            app.push(Map.of(), Set.of("a/x.yaml"));

            life.reconcile(giver, start());

            assertThat(app.object("configmap", "x").isMissingNode()).isTrue();
        }
    }

    @Test
    void aNamespaceThatTwoApplicationsOnlyWantToBeThereStopsNeither() {
        Deployed app = new Deployed("both", null);
        String shared = """
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s-shared, annotations: {millrace.dev/reconcile: create-only}}
                """.formatted(app.namespace);
        app.push(Map.of(
                "a/ns.yaml",
                shared,
                "a/a.yaml",
                configMap("a", "1"),
                "b/ns.yaml",
                shared,
                "b/b.yaml",
                configMap("b", "1")));
        Subject one = Alone.at(Alone.subject(app), "a");
        Subject two = Alone.another(Alone.at(one, "b"));

        try (AgentLife life = alone.life()) {
            ReconcileResult first = life.reconcile(one, start());
            ReconcileResult second = life.reconcile(two, start());

            assertThat(first.ledger().failure()).isEmpty();
            assertThat(second.ledger().failure()).isEmpty();
        }
        assertThat(app.object("configmap", "b").at("/data/value").asText()).isEqualTo("1");
        assertThat(app.kubectl("get", "namespace", app.namespace + "-shared", "-o", "yaml"))
                .contains("millrace.dev/application: " + one.id());
    }

    @RepeatedTest(5)
    void aNewObjectThatTwoWantInOneCommitIsOnesAndTheOtherSaysWhose() throws Exception {
        Deployed app = new Deployed("race", null);
        app.push(Map.of("a/a.yaml", configMap("a", "1"), "b/b.yaml", configMap("b", "1")));
        Subject one = Alone.at(Alone.subject(app), "a");
        Subject two = Alone.another(Alone.at(one, "b"));
        try (AgentLife life = alone.life();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            life.reconcile(one, start());
            life.reconcile(two, start());
            app.push(Map.of("a/x.yaml", configMap("x", "of a"), "b/x.yaml", configMap("x", "of b")));

            Instant before = Instant.now();
            Future<ReconcileResult> first = threads.submit(() -> life.reconcile(one, start()));
            Future<ReconcileResult> second = threads.submit(() -> life.reconcile(two, start()));

            first.get();
            second.get();
            String value = app.object("configmap", "x").at("/data/value").asText();
            ReconcileResult winner = value.equals("of a") ? first.get() : second.get();
            ReconcileResult loser = value.equals("of a") ? second.get() : first.get();
            assertThat(winner.ledger().failure()).isEmpty();
            assertThat(loser.ledger().failure().orElseThrow().message())
                    .contains("it belongs to the application " + (value.equals("of a") ? one : two).id());
            assertThat(loser.retryAt().filter(before.plusSeconds(30)::isAfter))
                    .as("a try that follows at once")
                    .isEmpty();
        }
    }

    private static Deployed withOneThatBothWant(String name) {
        Deployed app = new Deployed(name, null);
        app.push(Map.of(
                "a/a.yaml", configMap("a", "1"),
                "a/b.yaml", configMap("b", "1"),
                "a/x.yaml", configMap("x", "1"),
                "b/x.yaml", configMap("x", "2")));
        return app;
    }

    private static Triggers start() {
        return Triggers.source(Instant.now(), Trigger.START);
    }
}

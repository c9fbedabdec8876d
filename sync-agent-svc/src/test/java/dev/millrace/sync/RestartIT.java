package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Deployed.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.Health;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.record.Records;
import dev.millrace.sync.state.Triggers;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.delivery.EventTap;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that is killed at a critical moment, and its successor. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class RestartIT {
    private final Alone alone;
    private final EventTap tap = new EventTap(Testbed.shared().kafka().bootstrapServers());

    RestartIT(@TempDir Path mirrors) {
        alone = new Alone(mirrors);
    }

    @AfterEach
    void close() {
        tap.close();
        alone.close();
    }

    @Test
    void diesBetweenApplyAndRecordAndTheNextOneEndsTheSameAttempt() {
        Deployed app = new Deployed("died", tap);
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1")));
        Subject subject = Alone.subject(app);
        Attempt begun;
        try (AgentLife first =
                life().beforeSaving(dieIf(ledger -> !ledger.objects().isEmpty()))) {
            assertThatThrownBy(() -> first.reconcile(subject, start())).isInstanceOf(AgentLife.Killed.class);
            begun = first.saved.getFirst().running().orElseThrow();
        }
        boolean applied = !app.object("configmap", "a").isMissingNode();

        try (AgentLife second = life()) {
            ReconcileResult result = second.reconcile(subject, start());

            assertThat(applied).isTrue();
            assertThat(result.ledger().revision()).contains(commit);
            assertThat(result.ledger().attempts()).isEqualTo(1);
            await().atMost(Deployed.SOON).until(() -> second.published.size() == 1);
            assertThat(second.published.getFirst().event())
                    .isInstanceOfSatisfying(SyncCompleted.class, published -> assertThat(published.attemptId())
                            .isEqualTo(begun.identity().map(Attempt.Identity::attempt)));
        }
    }

    @Test
    void whatItAppliedAndCouldNotRecordIsPrunedByTheNextOneWhenItIsNoLongerWanted() {
        Deployed app = new Deployed("orphan", tap);
        app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1")));
        Subject subject = Alone.subject(app);
        try (AgentLife first = life()) {
            first.reconcile(subject, start());
        }
        app.push(Map.of("c.yaml", configMap("c", "1")));
        try (AgentLife second =
                life().beforeSaving(dieIf(ledger -> ledger.objects().size() == 3))) {
            assertThatThrownBy(() -> second.reconcile(subject, start())).isInstanceOf(AgentLife.Killed.class);
        }
        boolean applied = !app.object("configmap", "c").isMissingNode();
        app.push(Map.of("a.yaml", configMap("a", "2")), Set.of("c.yaml"));

        try (AgentLife third = life()) {
            third.reconcile(subject, start());
        }

        assertThat(applied).isTrue();
        assertThat(app.object("configmap", "c").isMissingNode()).isTrue();
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("2");
    }

    @Test
    void appliesAndWritesNothingWhenAllIsAsRecorded() {
        Deployed app = new Deployed("calm", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        Subject subject = Alone.subject(app);
        try (AgentLife first = life()) {
            first.reconcile(subject, start());
            await().atMost(Deployed.SOON).until(() -> first.acknowledged.size() == 1);
            first.reconcile(subject, Triggers.acknowledged(first.acknowledged.getFirst()));
        }
        String version =
                app.object("configmap", "a").at("/metadata/resourceVersion").asText();

        try (AgentLife second = life()) {
            ReconcileResult result = second.reconcile(subject, start());

            assertThat(result.ended()).isEmpty();
            assertThat(second.saved).isEmpty();
            assertThat(app.object("configmap", "a")
                            .at("/metadata/resourceVersion")
                            .asText())
                    .isEqualTo(version);
        }
    }

    @Test
    void recordsWhatAWaveMayCreateBeforeItsFirstObjectIsCreated() {
        Deployed app = new Deployed("steps", tap);
        app.push(Map.of("a.yaml", configMap("a", "1"), "web.yaml", deployment("web", "shop/web:1", "")));
        List<String> seen = new CopyOnWriteArrayList<>();

        try (AgentLife life = life().beforeSaving(ledger -> {
            if (!ledger.record().intent().applying().isEmpty()) {
                seen.add(ledger.record().intent().applying().size() + " intended, ConfigMap "
                        + (app.object("configmap", "a").isMissingNode() ? "absent" : "there"));
            }
        })) {
            life.reconcile(Alone.subject(app), start());
        }

        assertThat(seen).containsExactly("2 intended, ConfigMap absent");
    }

    @Test
    void whatWasRecordedAndNotToldIsToldByTheNextOneWithTheSameId() {
        Deployed app = new Deployed("untold", tap);
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1")));
        Subject subject = Alone.subject(app);
        try (AgentLife first = life().withoutKafka()) {
            ReconcileResult result = first.reconcile(subject, start());
            assertThat(result.ledger().revision()).contains(commit);
            assertThat(result.ledger().outbox()).hasSize(1);
        }

        try (AgentLife second = life()) {
            second.reconcile(subject, start());
            await().atMost(Deployed.SOON).until(() -> second.acknowledged.size() == 1);
            ReconcileResult result = second.reconcile(subject, Triggers.acknowledged(second.acknowledged.getFirst()));

            assertThat(second.published.getFirst().event()).isInstanceOfSatisfying(SyncCompleted.class, published -> {
                assertThat(published.revision()).isEqualTo(commit);
                assertThat(published.attempt()).isEqualTo(1);
            });
            assertThat(result.ledger().outbox()).isEmpty();
        }
    }

    @Test
    void aChangeOfHealthThatWasRecordedAndNotToldIsToldByTheNextOne() {
        Deployed app = new Deployed("unwell", tap);
        CommitId commit = app.push(Map.of("web.yaml", deployment("web", "shop/web:1", "")));
        Subject subject = Alone.subject(app);
        try (AgentLife first = life().withoutKafka()) {
            await().atMost(Deployed.SOON).until(() -> first.reconcile(subject, start())
                    .ledger()
                    .revision()
                    .equals(Optional.of(commit)));
            app.kubectl("delete", "deployment", "web", "-n", app.namespace);
            ObjectRef web = new ObjectRef("apps/v1", "Deployment", Optional.of(app.namespace), "web");
            await().atMost(Deployed.SOON).until(() -> first.healthOf(web) == Health.Missing);

            assertThat(first.reconcile(subject, Triggers.NONE).ledger().outbox())
                    .hasSize(2);
        }

        try (AgentLife second = life()) {
            second.reconcile(subject, start());

            await().atMost(Deployed.SOON).until(() -> second.published.size() >= 2);
            assertThat(second.published.get(0).event()).isInstanceOf(SyncCompleted.class);
            assertThat(second.published.get(1).event()).isInstanceOfSatisfying(HealthChanged.class, published -> {
                assertThat(published.from()).isEqualTo(Health.Healthy);
                assertThat(published.to()).isEqualTo(Health.Missing);
            });
        }
    }

    @Test
    void anAttemptThatWaitedForHealthAppliesWhatIsWantedByNow() {
        Deployed app = new Deployed("waited", tap);
        String hanging = deployment("web", "shop/web:1", ", " + Cluster.FAIL + ": unready");
        app.push(Map.of("one/web.yaml", hanging, "two/web.yaml", hanging, "two/a.yaml", configMap("a", "1")));
        Subject subject = Alone.at(Alone.subject(app), "one");
        try (AgentLife first = life()) {
            assertThat(first.reconcile(subject, start())
                            .ledger()
                            .running()
                            .orElseThrow()
                            .appliedAt())
                    .isPresent();
        }

        try (AgentLife second = life()) {
            ReconcileResult result = second.reconcile(Alone.at(subject, "two"), start());

            assertThat(result.ledger().attempts()).isEqualTo(1);
            assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");
        }
    }

    @Test
    void whatWasAskedOutlivesALookThatComesToNothing() {
        Deployed app = new Deployed("outlives", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        Subject subject = Alone.subject(app);
        try (AgentLife life = life()) {
            life.reconcile(subject, start());
            await().atMost(Deployed.SOON).until(() -> life.acknowledged.size() == 1);
            CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
            Testbed.shared().gitHost().kill();
            life.reconcile(subject, start());
            life.beforeSaving(dieIf(ledger -> ledger.outbox().isEmpty()));
            assertThatThrownBy(() -> life.reconcile(subject, Triggers.acknowledged(life.acknowledged.getFirst())))
                    .isInstanceOf(AgentLife.Killed.class);
            life.beforeSaving(ledger -> {});
            Testbed.shared().gitHost().start();

            await().atMost(Deployed.SOON).until(() -> life.reconcile(subject, Triggers.NONE)
                    .ledger()
                    .revision()
                    .equals(Optional.of(second)));
        }
    }

    @Test
    void stopsWhenAnotherAgentHasWrittenTheRecord() {
        Deployed app = new Deployed("deposed", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        Subject subject = Alone.subject(app);
        try (AgentLife deposed = life();
                AgentLife leader = life()) {
            deposed.reconcile(subject, start());
            app.push(Map.of("a.yaml", configMap("a", "2")));
            leader.reconcile(subject, start());
            app.push(Map.of("b.yaml", configMap("b", "1")));

            assertThatThrownBy(() -> deposed.reconcile(subject, start())).isInstanceOf(Records.Taken.class);

            assertThat(app.object("configmap", "b").isMissingNode()).isTrue();
        }
    }

    private AgentLife life() {
        return alone.life();
    }

    private static Consumer<Ledger> dieIf(Predicate<Ledger> moment) {
        return ledger -> {
            if (moment.test(ledger)) {
                throw new AgentLife.Killed();
            }
        };
    }

    private static Triggers start() {
        return Triggers.source(Instant.now(), Trigger.START);
    }
}

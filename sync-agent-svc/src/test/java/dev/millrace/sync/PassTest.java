package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.application.DeletionPolicy;
import dev.millrace.events.Health;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.record.Ledger.Answered;
import dev.millrace.sync.steer.Facts;
import dev.millrace.sync.steer.Findings;
import dev.millrace.sync.steer.Policy;
import dev.millrace.sync.steer.RecordFacts;
import dev.millrace.sync.steer.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The facts of a pass are those of the spec, of the record, and of what was looked up in it. */
class PassTest {
    private static final Subject.Asked EVERYTHING =
            new Subject.Asked(Optional.of(Sample.NEW.value()), Optional.of("now"), Optional.empty(), true);

    private static Facts facts(Subject app, Ledger ledger) {
        return new Pass(app, new TrackedApplication(ledger), true, Sample.NOW).facts(Sample.NOW.plusSeconds(1));
    }

    @Test
    void aSpecWithoutAnythingHasTheDefaults() {
        Facts facts = facts(Sample.subject(), Sample.ledger());

        assertThat(facts.policy())
                .isEqualTo(new Policy(
                        Optional.empty(), false, false, false, false, Duration.ofMinutes(5), false, Optional.empty()));
        assertThat(facts.began()).isEqualTo(Sample.NOW);
        assertThat(facts.now()).isEqualTo(Sample.NOW.plusSeconds(1));
        assertThat(facts.findings()).isEqualTo(Findings.none(true));
        assertThat(facts.record())
                .isEqualTo(new RecordFacts(
                        0, Optional.empty(), Optional.empty(), Optional.empty(), false, false, Optional.empty()));
    }

    @Test
    void aSpecWithEverythingIsPassedOn() {
        Subject app = Sample.asked(
                EVERYTHING,
                "suspend: true",
                "observe: true",
                "heal: true",
                "deletion: prune",
                "healthTimeout: 1h30m",
                "dependsOn: [{name: db}]");

        assertThat(facts(app, Sample.ledger()).policy())
                .isEqualTo(new Policy(
                        Optional.of(DeletionPolicy.PRUNE),
                        true,
                        true,
                        true,
                        true,
                        Duration.ofMinutes(90),
                        true,
                        Optional.of(Sample.NEW.value())));
    }

    @Test
    void aDeletionPolicyCountsOnlyDuringTheDeletion() {
        assertThat(facts(Sample.subject("deletion: prune"), Sample.ledger())
                        .policy()
                        .deletion())
                .isEmpty();
    }

    @Test
    void aRequestThatWasTakenUpIsNoLongerOpen() {
        Ledger answered = Sample.ledger().answering(new Answered("now", Sample.NEW));
        Ledger another = Sample.ledger().answering(new Answered("earlier", Sample.NEW));

        assertThat(facts(Sample.asked(EVERYTHING), answered).policy().syncRequested())
                .isFalse();
        assertThat(facts(Sample.asked(EVERYTHING), another).policy().syncRequested())
                .isTrue();
    }

    @Test
    void theHealthThatOthersKnowIsThatOfTheRecordOrElseOfTheStatus() {
        Subject app = Sample.subject();
        Subject shown = new Subject(
                app.id(),
                app.uid(),
                app.generation(),
                app.spec(),
                app.source(),
                app.asked(),
                new Subject.Published(Optional.of(Health.Degraded), 0),
                app.policy(),
                app.identity());

        assertThat(facts(shown, Sample.ledger()).record().publishedHealth()).contains(Health.Degraded);
        assertThat(facts(shown, Sample.ledger().publishing(Health.Healthy))
                        .record()
                        .publishedHealth())
                .contains(Health.Healthy);
    }

    @Test
    void aChangeOfTheClusterIsUnrecordedUntilTheRecordIsWritten() {
        Pass pass = new Pass(Sample.subject(), new TrackedApplication(Sample.begun()), false, Sample.NOW);
        pass.found(findings -> findings.with(new Target.Current(Sample.NEW)).with(Sample.health(Health.Healthy, "")));

        pass.changedCluster();

        assertThat(pass.hasUnrecordedEffects()).isTrue();
        assertThat(pass.findings()).isEqualTo(Findings.none(false).with(new Target.Current(Sample.NEW)));
        pass.setRecorded();
        assertThat(pass.hasUnrecordedEffects()).isFalse();
    }

    /** Each part of the spec that decides what is rendered, or how it is applied, is an input; what decides when is none. */
    @Test
    void anInputIsWhatChangesTheObjects() {
        String before = Sample.subject().inputs();

        for (String line : List.of(
                "render: plain",
                "prune: false",
                "pruneOrder: before",
                "heal: true",
                "observe: true",
                "immutable: replace",
                "transform: {labels: {a: b}}",
                "ignore: [{kind: Deployment, fields: [/spec/replicas]}]")) {
            assertThat(Sample.subject(line).inputs()).as(line).isNotEqualTo(before);
        }
        for (String line : List.of(
                "suspend: true",
                "deletion: prune",
                "healthTimeout: 1h",
                "poll: 5m",
                "reapply: 2h",
                "dependsOn: [{name: db}]")) {
            assertThat(Sample.subject(line).inputs()).as(line).isEqualTo(before);
        }
    }

    @Test
    void anotherServiceAccountIsAnotherInputAndTheAgentItselfIsNone() {
        Subject byItself = Sample.subject();
        Subject asWeb = Alone.as(new Identity.Account("shop", "web"), byItself);
        Subject asShop = Alone.as(new Identity.Account("shop", "shop"), byItself);

        assertThat(asWeb.inputs()).isNotEqualTo(byItself.inputs()).isNotEqualTo(asShop.inputs());
        assertThat(Alone.as(Identity.OWN, asWeb).inputs()).isEqualTo(byItself.inputs());
    }
}

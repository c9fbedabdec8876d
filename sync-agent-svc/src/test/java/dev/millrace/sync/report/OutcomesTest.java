package dev.millrace.sync.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.Health;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Action;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.SyncCompleted.ObjectChange;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.SyncCompleted.Outcome;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.wire.Envelope;
import dev.millrace.sync.Sample;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.health.object.HealthProblem;
import dev.millrace.sync.health.object.ObjectHealth;
import dev.millrace.sync.record.Attempt;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The end of an attempt as an event: everything that consumers need, and never more than Kafka takes. */
class OutcomesTest {
    private static final Optional<UUID> CLUSTER = Optional.of(new UUID(1, 1));
    private static final Attempt.Identity IDS = new Attempt.Identity(new UUID(1, 2), new UUID(1, 3), CLUSTER);
    private static final Attempt ATTEMPT = Sample.attempt(7).identifiedBy(IDS).appliedAt(Sample.NOW.plusSeconds(5));
    private static final List<ObjectChange> CHANGES = List.of(
            change("one", Action.CREATED),
            change("two", Action.CONFIGURED),
            change("three", Action.ADOPTED),
            change("four", Action.PRUNED));
    private static final Attempt.Work WORK =
            new Attempt.Work(CHANGES, List.of(), List.of(), 9, List.of("shop/web:1"), List.of("a hook is left out"));

    private static ObjectChange change(String name, Action action) {
        return new ObjectChange(Sample.ref(name), action);
    }

    private static ObjectFailure failure(String name, String reason) {
        return new ObjectFailure(Sample.ref(name), FailureKind.REJECTED, reason, false, List.of());
    }

    private static SyncCompleted expected(
            Outcome outcome,
            Optional<String> message,
            SyncCompleted.Counts counts,
            List<ObjectFailure> failures,
            List<ObjectRef> left,
            boolean healthy) {
        return new SyncCompleted(
                Sample.ID,
                Sample.UID,
                CLUSTER,
                7,
                Optional.of(IDS.attempt()),
                Optional.of(IDS.record()),
                outcome,
                message,
                Sample.REPOSITORY,
                Sample.MAIN,
                Sample.NEW,
                Optional.of(Sample.OLD),
                counts,
                CHANGES,
                List.of("shop/web:1"),
                failures,
                left,
                Sample.NOW,
                Optional.of(Sample.NOW.plusSeconds(5)),
                healthy ? Optional.of(Sample.NOW.plusSeconds(9)) : Optional.empty(),
                SyncCompleted.Trigger.EVENT,
                List.of());
    }

    @Test
    void aSuccessIsHealthyAndCountsAdoptedObjectsAsConfigured() {
        assertThat(Outcomes.succeeded(Sample.ID, Sample.UID, ATTEMPT.with(WORK), Sample.NOW.plusSeconds(9)))
                .isEqualTo(expected(
                        Outcome.Succeeded,
                        Optional.of("a hook is left out"),
                        new SyncCompleted.Counts(1, 2, 9, 1, 0),
                        List.of(),
                        List.of(),
                        true));
    }

    @Test
    void aFailureNamesItsObjectsAndWhatWasNotPruned() {
        List<ObjectFailure> failures = List.of(failure("five", "forbidden"));
        List<ObjectRef> left = List.of(Sample.ref("old"));

        assertThat(Outcomes.failed(Sample.ID, Sample.UID, ATTEMPT.with(WORK), failures, left, "it failed"))
                .isEqualTo(expected(
                        Outcome.Failed,
                        Optional.of("it failed"),
                        new SyncCompleted.Counts(1, 2, 9, 1, 1),
                        failures,
                        left,
                        false));
    }

    @Test
    void anAttemptThatWasSupersededHasNoMessage() {
        assertThat(Outcomes.superseded(Sample.ID, Sample.UID, ATTEMPT.with(WORK)))
                .isEqualTo(expected(
                        Outcome.Superseded,
                        Optional.empty(),
                        new SyncCompleted.Counts(1, 2, 9, 1, 0),
                        List.of(),
                        List.of(),
                        false));
    }

    @Test
    void theSameAttemptHasTheSameIdHoweverItEnds() {
        SyncCompleted once = Outcomes.superseded(Sample.ID, Sample.UID, ATTEMPT);
        SyncCompleted again = Outcomes.succeeded(Sample.ID, Sample.UID, ATTEMPT, Sample.NOW);

        assertThat(again.id()).isEqualTo(once.id());
        assertThat(Outcomes.superseded(Sample.ID, Sample.UID, Sample.attempt(8)).id())
                .isNotEqualTo(once.id());
    }

    @Test
    void listsAreCutAndCountsAreOfAllObjects() {
        List<ObjectChange> changes = IntStream.range(0, 2_500)
                .mapToObj(i -> change("object-" + i, Action.CREATED))
                .toList();
        List<ObjectFailure> failures = IntStream.range(0, 300)
                .mapToObj(i -> failure("failed-" + i, "no"))
                .toList();
        List<ObjectRef> left =
                IntStream.range(0, 2_001).mapToObj(i -> Sample.ref("old-" + i)).toList();
        Attempt.Work work =
                new Attempt.Work(changes, failures, List.of(), 0, Collections.nCopies(2_000, "shop/web:1"), List.of());

        SyncCompleted event = Outcomes.failed(Sample.ID, Sample.UID, ATTEMPT.with(work), failures, left, "it failed");

        assertThat(event.changed()).isEqualTo(changes.subList(0, 2_000));
        assertThat(event.failures()).isEqualTo(failures.subList(0, 200));
        assertThat(event.waitingForPrune()).isEqualTo(left.subList(0, 2_000));
        assertThat(event.images()).hasSize(2_000);
        assertThat(event.counts()).isEqualTo(new SyncCompleted.Counts(2_500, 0, 0, 0, 300));
    }

    static final List<Arguments> TEXTS = List.of(
            arguments("as long as it may be", "x".repeat(1_000), "x".repeat(1_000)),
            arguments("one character too long", "x".repeat(1_001), "x".repeat(1_000) + " …"),
            arguments(
                    "a character of two units at the limit is left out",
                    "x".repeat(999) + "😀",
                    "x".repeat(999) + " …"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("TEXTS")
    void textsAreCutAtACharacter(String name, String text, String shown) {
        SyncCompleted event =
                Outcomes.failed(Sample.ID, Sample.UID, ATTEMPT, List.of(failure("one", text)), List.of(), text);

        assertThat(event.message()).as(name).contains(shown);
        assertThat(event.failures()).containsExactly(failure("one", shown));
    }

    @Test
    void theEnvelopeCarriesTheCausesOfTheAttempt() {
        EventId cause = EventId.of("config.committed", "one");
        Attempt caused = new Attempt(
                7,
                Sample.REPOSITORY,
                Sample.MAIN,
                Sample.NEW,
                Optional.empty(),
                new Attempt.Why(
                        SyncCompleted.Trigger.EVENT,
                        Optional.empty(),
                        Sample.CHAIN,
                        List.of(),
                        Optional.of(cause),
                        Optional.empty()),
                Sample.NOW,
                Optional.empty(),
                Attempt.Work.NONE);
        SyncCompleted event = Outcomes.superseded(Sample.ID, Sample.UID, caused);

        assertThat(Outcomes.envelope(event, caused, Sample.NOW))
                .isEqualTo(new Envelope<>(
                        event, "sync-agent-svc", Sample.NOW, Sample.CHAIN, Optional.of(cause), Optional.empty()));
    }

    @Test
    void aChangeOfHealthBelongsToTheChainOfTheAppliedCommit() {
        String[] names = IntStream.range(0, 201).mapToObj(i -> "object-" + i).toArray(String[]::new);
        ApplicationHealth health = Sample.health(Health.Degraded, "x".repeat(1_001), names);

        Envelope<HealthChanged> envelope = Outcomes.healthChanged(
                Sample.ID, Sample.UID, CLUSTER, Sample.applied("one").record(), Health.Healthy, health, Sample.NOW);

        List<HealthChanged.ObjectHealth> objects = health.objects().stream()
                .limit(200)
                .map(of -> new HealthChanged.ObjectHealth(of.ref(), Health.Degraded, "x".repeat(1_000) + " …"))
                .toList();
        assertThat(envelope)
                .isEqualTo(new Envelope<>(
                        new HealthChanged(
                                Sample.ID,
                                Sample.UID,
                                CLUSTER,
                                Health.Healthy,
                                Health.Degraded,
                                Sample.NOW,
                                Optional.of(Sample.NEW),
                                objects),
                        "sync-agent-svc",
                        Sample.NOW,
                        Sample.CHAIN,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void healthBeforeAnyAttemptIsABug() {
        assertThatThrownBy(() -> Outcomes.healthChanged(
                        Sample.ID,
                        Sample.UID,
                        CLUSTER,
                        Sample.ledger().record(),
                        Health.Healthy,
                        Sample.health(Health.Degraded, "", "one"),
                        Sample.NOW))
                .isInstanceOf(IllegalStateException.class);
    }

    static final List<Arguments> KINDS = List.of(
            arguments(Health.Degraded, HealthProblem.Kind.OWN, FailureKind.ROLLOUT),
            arguments(Health.Progressing, HealthProblem.Kind.OWN, FailureKind.ROLLOUT),
            arguments(Health.Progressing, HealthProblem.Kind.UNSCHEDULABLE, FailureKind.UNSCHEDULABLE),
            arguments(Health.Progressing, HealthProblem.Kind.UNKNOWN, FailureKind.TIMEOUT),
            arguments(Health.Missing, HealthProblem.Kind.UNKNOWN, FailureKind.TIMEOUT),
            arguments(Health.Unknown, HealthProblem.Kind.UNKNOWN, FailureKind.INFRASTRUCTURE));

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @FieldSource("KINDS")
    void onlyAnObjectThatFailedByItselfIsARolloutFailure(Health health, HealthProblem.Kind origin, FailureKind kind) {
        ApplicationHealth.Of unhealthy = new ApplicationHealth.Of(Sample.ref("one"), new ObjectHealth(health, ""));
        HealthProblem problem = new HealthProblem(origin, "it crashes");

        assertThat(Outcomes.failure(ATTEMPT.with(WORK), unhealthy, problem, List.of("shop/web:1")))
                .isEqualTo(new ObjectFailure(Sample.ref("one"), kind, "it crashes", true, List.of("shop/web:1")));
    }

    @Test
    void anObjectThatTheAttemptDidNotChangeIsMarkedSo() {
        ApplicationHealth.Of unhealthy =
                new ApplicationHealth.Of(Sample.ref("other"), new ObjectHealth(Health.Degraded, ""));
        HealthProblem problem = new HealthProblem(HealthProblem.Kind.OWN, "it crashes");

        assertThat(Outcomes.failure(ATTEMPT.with(WORK), unhealthy, problem, List.of())
                        .changedByAttempt())
                .isFalse();
    }
}

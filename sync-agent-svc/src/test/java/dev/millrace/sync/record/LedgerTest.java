package dev.millrace.sync.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.cluster.record.Intent;
import dev.millrace.events.Event;
import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.sync.Sample;
import dev.millrace.sync.plan.Recorded;
import dev.millrace.sync.report.Outcomes;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.state.Failure;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The record never loses an object that may exist, and never an event that was not acknowledged. */
class LedgerTest {
    private static final ObjectRef ONE = Sample.ref("one");
    private static final ObjectRef TWO = Sample.ref("two");
    private static final ObjectRef THREE = Sample.ref("three");
    private static final Ledger TWO_APPLIED = Sample.applied("one", "two");

    private static Ledger intending(Set<ObjectRef> applying, Set<ObjectRef> pruning, Set<ObjectRef> replacing) {
        return new Ledger(
                TWO_APPLIED.record().intending(new Intent(applying, pruning, replacing)), TWO_APPLIED.noted());
    }

    private static Arguments row(String name, Ledger ledger, Intent intent) {
        return arguments(name, ledger, intent);
    }

    static final List<Arguments> INTENTS = List.of(
            row(
                    "what is to be created joins what was to be created",
                    TWO_APPLIED.applying(List.of(THREE)).applying(List.of(ONE)),
                    new Intent(Set.of(ONE, THREE), Set.of(), Set.of())),
            row(
                    "the next apply ends the intent to delete",
                    intending(Set.of(), Set.of(ONE), Set.of(TWO)).applying(List.of(THREE)),
                    new Intent(Set.of(THREE), Set.of(), Set.of())),
            row(
                    "the intent to delete is that of the whole rest",
                    intending(Set.of(THREE), Set.of(ONE), Set.of()).pruning(List.of(TWO)),
                    new Intent(Set.of(THREE), Set.of(TWO), Set.of())),
            row(
                    "replacements join each other",
                    TWO_APPLIED.replacing(List.of(ONE)).replacing(List.of(TWO)),
                    new Intent(Set.of(), Set.of(), Set.of(ONE, TWO))),
            row(
                    "an applied object is no longer intended",
                    intending(Set.of(ONE, THREE), Set.of(), Set.of(ONE)).applied(List.of(Sample.object("one"))),
                    new Intent(Set.of(THREE), Set.of(), Set.of())),
            row(
                    "a deleted object is no longer intended",
                    intending(Set.of(ONE), Set.of(ONE, TWO), Set.of()).without(List.of(ONE)),
                    new Intent(Set.of(), Set.of(TWO), Set.of())),
            row(
                    "a refused object is no longer intended",
                    intending(Set.of(ONE, TWO), Set.of(), Set.of(TWO)).notIntending(List.of(TWO)),
                    new Intent(Set.of(ONE), Set.of(), Set.of())),
            row(
                    "the intent is by identity, in any version of the kind",
                    intending(Set.of(ONE), Set.of(), Set.of())
                            .notIntending(List.of(new ObjectRef("v2", "ConfigMap", Optional.of("shop"), "one"))),
                    Intent.NONE));

    @ParameterizedTest(name = "{0}")
    @FieldSource("INTENTS")
    void theIntentIs(String name, Ledger ledger, Intent intent) {
        assertThat(ledger.record().intent()).as(name).isEqualTo(intent);
    }

    @Test
    void anObjectThatWasOnlyIntendedCountsForThePlan() {
        Ledger ledger = TWO_APPLIED.applying(List.of(TWO, THREE));

        assertThat(ledger.recorded())
                .containsExactlyInAnyOrder(
                        new Recorded(ONE, "uid-one", "hash-one"),
                        new Recorded(TWO, "uid-two", "hash-two"),
                        new Recorded(THREE, "", ""));
    }

    static final List<Arguments> HOLDERS = List.of(
            arguments("nothing", Sample.ledger(), false),
            arguments("an object", Sample.applied("one"), true),
            arguments("an object that may exist", Sample.ledger().applying(List.of(ONE)), true),
            arguments("an object that is to be deleted only", Sample.ledger().pruning(List.of(ONE)), false),
            arguments("nothing any more", Sample.applied("one").without(List.of(ONE)), false));

    @ParameterizedTest(name = "{0}: {2}")
    @FieldSource("HOLDERS")
    void holdsObjects(String name, Ledger ledger, boolean holds) {
        assertThat(ledger.holdsObjects()).as(name).isEqualTo(holds);
    }

    @Test
    void anObjectWhoseStateIsUncertainIsAppliedAgain() {
        Ledger uncertain = TWO_APPLIED.uncertain(List.of(ONE, THREE));

        assertThat(uncertain.recorded())
                .containsExactlyInAnyOrder(new Recorded(ONE, "uid-one", ""), new Recorded(TWO, "uid-two", "hash-two"));
    }

    @Test
    void anObjectThatMayOrMayNotExistIsIntendedAgain() {
        assertThat(TWO_APPLIED.onlyIntending(List.of())).isSameAs(TWO_APPLIED);
        assertThat(TWO_APPLIED.onlyIntending(List.of(ONE)).recorded())
                .containsExactlyInAnyOrder(new Recorded(TWO, "uid-two", "hash-two"), new Recorded(ONE, "", ""));
    }

    @Test
    void wavesThatAnOlderAgentDidNotRecordAreAdded() {
        Ledger waved = TWO_APPLIED.inWaves(Map.of(ONE.identity(), 3, THREE.identity(), 5));

        assertThat(waved.objects()).containsExactly(Sample.object("one").inWave(3), Sample.object("two"));
        assertThat(waved.inWaves(Map.of(ONE.identity(), 3))).isEqualTo(waved);
        assertThat(waved.inWaves(Map.of(ONE.identity(), -1))
                        .objects()
                        .getFirst()
                        .wave())
                .isEqualTo(-1);
    }

    @Test
    void anAttemptIsOfOneRepositoryAndOneRef() {
        assertThat(Sample.begun().isOf(Sample.REPOSITORY, Sample.MAIN)).isTrue();
        assertThat(Sample.begun().isOf(Sample.REPOSITORY, GitRef.branch("next")))
                .isFalse();
        assertThat(Sample.begun().isOf(RepositoryId.parse("https://git.example.com/other"), Sample.MAIN))
                .isFalse();
        assertThat(Sample.ledger().isOf(Sample.REPOSITORY, Sample.MAIN))
                .as("a record of an older agent")
                .isFalse();
    }

    @Test
    void anAttemptThatBeginsForgetsTheFailureBeforeItAndKeepsWhatUsersAsked() {
        Ledger before = new Ledger(
                TWO_APPLIED.record(),
                new RecordNotes(
                        Optional.of(Sample.OLD),
                        Optional.empty(),
                        Optional.of(new Failure(Failure.Kind.REFUSED, "forbidden")),
                        Optional.of(Sample.NOW),
                        Optional.of(new Ledger.Answered("now", Sample.OLD)),
                        Optional.empty(),
                        Set.of("claimed"),
                        "a notice",
                        Optional.of(Health.Degraded)));

        Ledger begun = before.begun(Sample.attempt(2), new ReadSet(Map.of("file:a", "1")), "renderer 2", true);

        assertThat(begun.noted())
                .isEqualTo(new RecordNotes(
                        Optional.of(Sample.OLD),
                        Optional.of(Sample.attempt(2)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Ledger.Answered("now", Sample.OLD)),
                        Optional.of(Sample.REPOSITORY + " refs/heads/main"),
                        Set.of("claimed"),
                        "",
                        Optional.of(Health.Degraded)));
        assertThat(begun.attempts()).isEqualTo(2);
        assertThat(begun.attempted()).contains(Sample.NEW);
        assertThat(begun.renderer()).isEqualTo("renderer 2");
        assertThat(begun.objects()).isEqualTo(TWO_APPLIED.objects());
    }

    private static Envelope<SyncCompleted> outcome(SyncCompleted event) {
        return Outcomes.envelope(event, Sample.attempt(1), Sample.NOW);
    }

    private static final SyncCompleted FAILED =
            Outcomes.failed(Sample.ID, Sample.UID, Sample.attempt(1), List.of(), List.of(), "forbidden");

    @Test
    void anAttemptThatFailsKeepsTheRevisionAndWhatMayExist() {
        Ledger running =
                Sample.begun().applying(List.of(ONE)).replacing(List.of(TWO)).publishing(Health.Healthy);

        Ledger ended = running.ended(
                Optional.empty(),
                Optional.of(new Failure(Failure.Kind.REFUSED, "forbidden")),
                outcome(FAILED),
                Optional.of(Sample.NOW));

        assertThat(ended.revision()).isEmpty();
        assertThat(ended.running()).isEmpty();
        assertThat(ended.noted().notice()).isEmpty();
        assertThat(ended.noted().retryAt()).contains(Sample.NOW);
        assertThat(ended.record().intent()).isEqualTo(new Intent(Set.of(ONE), Set.of(), Set.of()));
        assertThat(ended.outbox()).isEqualTo(List.of(outcome(FAILED)));
    }

    @Test
    void theNoticeOfAnAttemptIsThatOfItsSuccess() {
        SyncCompleted noticed = Outcomes.succeeded(
                Sample.ID,
                Sample.UID,
                Sample.attempt(1).with(Attempt.Work.NONE.noticing(List.of("a hook is left out"))),
                Sample.NOW);

        Ledger ended =
                Sample.begun().ended(Optional.of(Sample.NEW), Optional.empty(), outcome(noticed), Optional.empty());

        assertThat(ended.noted().notice()).isEqualTo("a hook is left out");
        assertThat(ended.revision()).contains(Sample.NEW);
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anObjectThatMayExistIsRecordedWhateverHappens(long seed) {
        Random random = new Random(seed);
        Ledger ledger = Sample.begun();
        Set<String> mayExist = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            String name = "object-" + random.nextInt(4);
            ObjectRef ref = Sample.ref(name);
            switch (random.nextInt(7)) {
                case 0 -> {
                    ledger = ledger.applying(List.of(ref));
                    mayExist.add(ref.identity());
                }
                case 1 -> {
                    ledger = ledger.applied(List.of(Sample.object(name)));
                    mayExist.add(ref.identity());
                }
                case 2 -> {
                    ledger = ledger.without(List.of(ref));
                    mayExist.remove(ref.identity());
                }
                case 3 -> ledger = ledger.uncertain(List.of(ref));
                case 4 -> ledger = ledger.pruning(List.of(ref));
                case 5 -> {
                    ledger = ledger.onlyIntending(List.of(ref));
                    mayExist.add(ref.identity());
                }
                default -> ledger = Notes.read(Notes.write(ledger));
            }

            Ledger now = ledger;
            assertThat(now.recorded())
                    .as("seed " + seed)
                    .extracting(one -> one.ref().identity())
                    .containsExactlyInAnyOrderElementsOf(mayExist);
        }
    }

    @Test
    void onlyAcknowledgedEventsLeaveTheOutbox() {
        Envelope<SyncCompleted> first = outcome(FAILED);
        Envelope<SyncCompleted> second = outcome(Outcomes.superseded(Sample.ID, Sample.UID, Sample.attempt(2)));
        Ledger both = Sample.ledger().publishing(first).publishing(second);

        List<? extends Envelope<? extends Event>> left =
                both.acknowledged(Set.of(first.id())).outbox();

        assertThat(left).isEqualTo(List.of(second));
        assertThat(both.acknowledged(Set.of()).outbox()).isEqualTo(List.of(first, second));
        assertThat(both.acknowledged(Set.of(first.id(), second.id()))
                        .acknowledged(Set.of(first.id()))
                        .outbox())
                .isEmpty();
    }
}

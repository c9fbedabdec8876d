package dev.millrace.sync.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.Cause;
import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted.Action;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.SyncCompleted.ObjectChange;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.EventId;
import dev.millrace.sync.Sample;
import dev.millrace.sync.record.Ledger.Answered;
import dev.millrace.sync.state.Failure;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The agent's notes are read as they were written, also those of older and of newer agents. */
class NotesTest {
    private static final EventId EVENT = EventId.of("config.committed", "one");
    private static final Attempt FULL = new Attempt(
            7,
            Sample.REPOSITORY,
            Sample.MAIN,
            Sample.NEW,
            Optional.of(Sample.OLD),
            new Attempt.Why(
                    Trigger.EVENT,
                    Optional.of("COMMIT"),
                    Sample.CHAIN,
                    List.of(new Cause(Sample.CHAIN, EVENT)),
                    Optional.of(EVENT),
                    Optional.empty()),
            Sample.NOW,
            Optional.of(Sample.NOW.plusMillis(1_500)),
            new Attempt.Work(
                    List.of(new ObjectChange(Sample.ref("one"), Action.CREATED)),
                    List.of(new ObjectFailure(
                            Sample.ref("two"), FailureKind.REJECTED, "no \"room\"\n😀", true, List.of("shop/web:1"))),
                    List.of("a.yaml: line 3"),
                    5,
                    List.of("shop/web:1"),
                    List.of("a hook is left out")),
            Optional.of(new Attempt.Identity(new UUID(1, 2), new UUID(1, 3), Optional.of(new UUID(1, 4)))));

    private static Ledger noted(RecordNotes notes) {
        return new Ledger(Sample.ledger().record(), notes);
    }

    private static Ledger readAgain(Ledger ledger) {
        return Notes.read(Notes.write(ledger));
    }

    static final List<Arguments> WRITTEN = List.of(
            arguments("nothing", RecordNotes.NOTHING),
            arguments("everything", everything()),
            arguments("a running attempt", RecordNotes.NOTHING.begun(FULL, "the line")),
            arguments(
                    "an attempt that failed for good",
                    RecordNotes.NOTHING.ended(
                            Optional.empty(),
                            Optional.of(new Failure(Failure.Kind.UNHEALTHY, "it crashes")),
                            Optional.empty(),
                            "")),
            arguments("one pending claim", RecordNotes.NOTHING.claiming(Set.of("/ConfigMap/shop/one"))),
            arguments("a request", RecordNotes.NOTHING.answering(new Answered("now; \"please\"\n", Sample.OLD))));

    private static RecordNotes everything() {
        return new RecordNotes(
                Optional.of(Sample.OLD),
                Optional.of(FULL),
                Optional.of(new Failure(Failure.Kind.PRUNE_WITHHELD, "two of three\nobjects")),
                Optional.of(Sample.NOW.plusNanos(123_456_789)),
                Optional.of(new Answered(Sample.OLD.value(), Sample.NEW)),
                Optional.of("git.example.com/shop/config refs/heads/main"),
                Set.of("/ConfigMap/shop/one", "apps/Deployment/shop/web"),
                "a hook is left out",
                Optional.of(Health.Progressing));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("WRITTEN")
    void areReadAsTheyWereWritten(String name, RecordNotes notes) {
        assertThat(readAgain(noted(notes)).noted()).as(name).isEqualTo(notes);
    }

    @Test
    void writingTheSameNotesTwiceGivesTheSameRecord() {
        Ledger ledger = noted(everything());

        AppliedRecord once = Notes.write(ledger);

        assertThat(Notes.write(Notes.read(once))).isEqualTo(once);
    }

    @Test
    void whatIsNoLongerTrueLeavesNoNote() {
        AppliedRecord full = Notes.write(noted(everything()));

        AppliedRecord empty = Notes.write(new Ledger(full, RecordNotes.NOTHING));

        assertThat(empty.notes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Failure.Kind.class)
    void eachKindOfFailureSurvivesARestart(Failure.Kind kind) {
        RecordNotes notes = RecordNotes.NOTHING.ended(
                Optional.empty(), Optional.of(new Failure(kind, "why")), Optional.empty(), "");

        assertThat(readAgain(noted(notes)).failure()).contains(new Failure(kind, "why"));
    }

    private static Ledger with(Map<String, String> notes) {
        return Notes.read(Sample.ledger().record().noting(notes));
    }

    private static Arguments row(
            String name, Map<String, String> notes, Function<Ledger, Object> part, Object expected) {
        return arguments(name, notes, part, expected);
    }

    static final List<Arguments> OTHER_VERSIONS = List.of(
            row(
                    "a failure without a kind is a refusal",
                    Map.of("failure", "forbidden"),
                    Ledger::failure,
                    Optional.of(new Failure(Failure.Kind.REFUSED, "forbidden"))),
            row(
                    "a failure of a kind that is not known is a refusal",
                    Map.of("failure", "forbidden", "failureKind", "ECLIPSED"),
                    Ledger::failure,
                    Optional.of(new Failure(Failure.Kind.REFUSED, "forbidden"))),
            row(
                    "a kind without a failure is none",
                    Map.of("failureKind", "REFUSED"),
                    Ledger::failure,
                    Optional.empty()),
            row("an attempt that can't be read is none", Map.of("running", "{"), Ledger::running, Optional.empty()),
            row(
                    "an attempt without its parts is none",
                    Map.of("running", "{\"number\": 3}"),
                    Ledger::running,
                    Optional.empty()),
            row("an attempt that is null is none", Map.of("running", "null"), Ledger::running, Optional.empty()),
            row(
                    "an answer without its commit is none",
                    Map.of("answered", "{\"asked\": \"now\"}"),
                    ledger -> ledger.noted().answered(),
                    Optional.empty()),
            row(
                    "an answer with more than is known here",
                    Map.of("answered", "{\"asked\": \"now\", \"tip\": \"%s\", \"by\": 1}".formatted(Sample.OLD)),
                    ledger -> ledger.noted().answered(),
                    Optional.of(new Answered("now", Sample.OLD))),
            row(
                    "a health that is not known here is absent",
                    Map.of("publishedHealth", "Splendid"),
                    ledger -> ledger.noted().publishedHealth(),
                    Optional.empty()),
            row("notes of a newer agent are ignored", Map.of("mood", "good"), Ledger::noted, RecordNotes.NOTHING));

    @ParameterizedTest(name = "{0}")
    @FieldSource("OTHER_VERSIONS")
    void ofAnotherVersionAreReadAsFarAsTheyAreKnown(
            String name, Map<String, String> notes, Function<Ledger, Object> part, Object expected) {
        assertThat(part.apply(with(notes))).as(name).isEqualTo(expected);
    }

    @Test
    void anAttemptOfAnOlderAgentHasNoReasonAndNoNotices() {
        String json = Notes.write(noted(RecordNotes.NOTHING.begun(FULL, "the line")))
                .notes()
                .getOrDefault("running", "");
        String older = json.replace("\"reason\":\"COMMIT\",", "")
                .replace(",\"notices\":[\"a hook is left out\"]", "")
                .replaceFirst(",\"identity\":\\{.*?}", "");
        assertThat(older).doesNotContain("COMMIT", "notices", "identity");

        Optional<Attempt> read = with(Map.of("running", older)).running();

        Attempt.Why why = FULL.why();
        Attempt.Work done = FULL.done();
        assertThat(read)
                .contains(new Attempt(
                        7,
                        FULL.repository(),
                        FULL.ref(),
                        FULL.revision(),
                        FULL.previous(),
                        new Attempt.Why(
                                why.trigger(),
                                Optional.empty(),
                                why.chain(),
                                why.causes(),
                                why.causation(),
                                why.trace()),
                        FULL.startedAt(),
                        FULL.appliedAt(),
                        new Attempt.Work(
                                done.changed(), done.failures(), done.unreadable(), 5, done.images(), List.of())));
    }

    @Test
    void theTimeOfTheNextTryIsExact() {
        Instant at = Instant.parse("2030-01-01T12:00:00.000000001Z");
        Map<String, String> notes = new HashMap<>(Map.of("again", at.toString()));

        assertThat(with(notes).noted().retryAt()).contains(at);
    }
}

package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.git.commit.Commit;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.source.LocalHistory;
import dev.millrace.sync.source.Newest;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.state.SourceState;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.steer.Reason;
import dev.millrace.sync.steer.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The commits that an attempt stands for, and its cause. */
class AttemptCommitsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private LocalHistory history;
    private CommitId first;
    private CommitId third;
    private CommitId rewritten;

    @BeforeEach
    void commits() {
        history = new LocalHistory(directory, Sample.URL);
        first = history.root(Map.of("web/a.yaml", "1", "other/b.yaml", "1"));
        CommitId second = history.after(first, Map.of("other/b.yaml", "2"));
        third = history.after(second, Map.of("web/a.yaml", "2"));
        rewritten = history.after(first, Map.of("web/a.yaml", "3"));
    }

    @AfterEach
    void close() {
        history.close();
    }

    private Newest.At at(CommitId commit) {
        return new Newest.At(commit, Sample.MAIN, history.repository());
    }

    private static final ReadSet WEB = new ReadSet(Map.of("file:web/a.yaml", "1"));

    private List<CommitId> concerning(CommitId tip, CommitId since) {
        return AttemptCommits.concerning(at(tip), Sample.ledgerAt(since, WEB), WEB).stream()
                .map(Commit::id)
                .toList();
    }

    @Test
    void onlyCommitsThatChangedWhatIsReadConcernAnApplication() {
        CommitId fourth = history.after(third, Map.of("other/b.yaml", "3"));

        assertThat(concerning(fourth, first)).containsExactly(third);
        assertThat(concerning(fourth, third))
                .as("a single commit is taken as it is")
                .containsExactly(fourth);
        assertThat(concerning(fourth, fourth)).isEmpty();
        assertThat(concerning(rewritten, third))
                .as("without a common line, the tip alone")
                .containsExactly(rewritten);
    }

    private static final EventId COMMITTED = EventId.of("config.committed", "one");
    private static final EventId DRIFTED = EventId.of("drift.detected", "one");
    private static final Triggers DRIFT = Triggers.drifted("one", DRIFTED);
    static final List<Arguments> CAUSES = List.of(
            arguments("a commit", commit(), Reason.COMMIT, Optional.of(COMMITTED)),
            arguments("a commit, and drift later", commit().and(DRIFT), Reason.COMMIT, Optional.of(COMMITTED)),
            arguments("drift, and a commit later", DRIFT.and(commit()), Reason.COMMIT, Optional.of(COMMITTED)),
            arguments("drift alone", DRIFT, Reason.DRIFT, Optional.of(DRIFTED)),
            arguments(
                    "drift, and a commit that changes nothing",
                    DRIFT.and(commit()),
                    Reason.DRIFT,
                    Optional.of(DRIFTED)),
            arguments(
                    "a commit that a poll found, and drift",
                    Triggers.source(Sample.NOW, Trigger.POLL).and(DRIFT),
                    Reason.COMMIT,
                    Optional.empty()));

    private static Triggers commit() {
        return Triggers.committed(Sample.NOW, Sample.NEW, COMMITTED);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("CAUSES")
    void theCauseIsWhatMadeTheAttemptNecessary(String name, Triggers demand, Reason reason, Optional<EventId> cause) {
        TrackedApplication tracked = new TrackedApplication(Sample.ledgerAt(first, WEB));
        tracked.set(SourceState.UNKNOWN.asked(demand.ofSource()).at(new SourceState.Tip(third, Sample.MAIN)));

        Attempt.Why why = AttemptCommits.why(
                Sample.subject(),
                tracked,
                at(third),
                List.of(),
                new Step.Begin(third, Trigger.EVENT, reason, Set.of()));

        assertThat(why.causation()).as(name).isEqualTo(cause);
    }

    @Test
    void anAttemptFollowsFromTheEventThatTriggeredIt() {
        EventId event = EventId.of("config.committed", "one");
        TrackedApplication tracked = new TrackedApplication(Sample.ledgerAt(first, WEB));
        tracked.set(SourceState.UNKNOWN
                .asked(Triggers.committed(Sample.NOW, third, event))
                .at(new SourceState.Tip(third, Sample.MAIN)));
        Step.Begin begin = new Step.Begin(third, Trigger.EVENT, Reason.COMMIT, Set.of());

        Attempt.Why why = AttemptCommits.why(
                Sample.subject(),
                tracked,
                at(third),
                AttemptCommits.concerning(at(third), tracked.ledger(), WEB),
                begin);

        assertThat(why)
                .isEqualTo(new Attempt.Why(
                        Trigger.EVENT,
                        Optional.of("COMMIT"),
                        ChainId.of(Sample.REPOSITORY, third),
                        List.of(),
                        Optional.of(event),
                        Optional.empty()));
        assertThat(AttemptCommits.attempt(Sample.subject(), tracked, at(third), third, why, Sample.NOW))
                .isEqualTo(new Attempt(
                        2,
                        Sample.REPOSITORY,
                        Sample.MAIN,
                        third,
                        Optional.of(first),
                        why,
                        Sample.NOW,
                        Optional.empty(),
                        Attempt.Work.NONE));
    }

    static final List<Arguments> NUMBERS = List.of(
            Arguments.of("the first one", Sample.ledger(), 0, 1),
            Arguments.of("the record and the status agree", Sample.applied(), 1, 2),
            Arguments.of("the status is not written yet", Sample.applied(), 0, 2),
            Arguments.of("the record was lost", Sample.ledger(), 41, 42),
            Arguments.of("the record was restored to an older state", Sample.applied(), 41, 42));

    @ParameterizedTest(name = "{0}")
    @FieldSource("NUMBERS")
    void theCountOfAttemptsContinuesFromTheRecordOrTheStatus(String name, Ledger record, long shown, long next) {
        assertThat(record.nextAttempt(shown)).isEqualTo(next);
    }
}

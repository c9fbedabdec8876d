package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.record.Ledger.Answered;
import dev.millrace.sync.source.Followed;
import dev.millrace.sync.source.LocalHistory;
import dev.millrace.sync.source.Newest;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.Source;
import dev.millrace.sync.steer.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commit is brought, by its place in the history. */
class CommitRulesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private LocalHistory history;
    private CommitId first;
    private CommitId second;
    private CommitId third;
    private CommitId rewritten;

    @BeforeEach
    void commit() {
        history = new LocalHistory(directory, Sample.URL);
        first = history.root(Map.of("web/a.yaml", "1", "other/b.yaml", "1"));
        second = history.after(first, Map.of("other/b.yaml", "2"));
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

    private static Subject asking(String sync) {
        return Sample.asked(new Subject.Asked(Optional.empty(), Optional.of(sync), Optional.empty(), false));
    }

    // requests of users

    @Test
    void withoutARequestTheNewestCommitIsTheTarget() {
        assertThat(SyncRequests.target(Sample.subject(), Sample.ledger(), at(third)))
                .isEqualTo(new Target.Current(third));
    }

    @Test
    void anyWordRequestsTheNewestCommit() {
        assertThat(SyncRequests.target(asking("now"), Sample.ledger(), at(third)))
                .isEqualTo(new Target.Requested(third, new Answered("now", third)));
        assertThat(SyncRequests.target(asking(first.shortForm()), Sample.ledger(), at(third)))
                .as("a short commit is a word")
                .isEqualTo(new Target.Requested(third, new Answered(first.shortForm(), third)));
        assertThat(SyncRequests.target(
                        asking(first.value().toUpperCase(java.util.Locale.ROOT)), Sample.ledger(), at(third)))
                .isEqualTo(new Target.Requested(
                        third, new Answered(first.value().toUpperCase(java.util.Locale.ROOT), third)));
    }

    @Test
    void anOlderCommitOfTheRefIsTheTargetUntilTheSourceMoves() {
        Answered answered = new Answered(first.value(), second);
        assertThat(SyncRequests.target(asking(first.value()), Sample.ledger(), at(second)))
                .isEqualTo(new Target.Requested(first, answered));

        Ledger taken = Sample.ledger().answering(answered);
        assertThat(SyncRequests.isOpen(asking(first.value()), taken)).isFalse();
        assertThat(SyncRequests.target(asking(first.value()), taken, at(second)))
                .isEqualTo(new Target.Current(first));
        assertThat(SyncRequests.target(Sample.subject(), taken, at(second)))
                .as("the annotation was removed")
                .isEqualTo(new Target.Current(first));
        assertThat(SyncRequests.target(asking(first.value()), taken, at(third))).isEqualTo(new Target.Current(third));
        assertThat(SyncRequests.target(asking("another"), taken, at(second)))
                .isEqualTo(new Target.Requested(second, new Answered("another", second)));
    }

    @Test
    void aCommitThatTheRefDoesNotReachIsRefused() {
        for (CommitId unreachable : List.of(rewritten, new CommitId("c".repeat(40)))) {
            assertThat(SyncRequests.target(asking(unreachable.value()), Sample.ledger(), at(third)))
                    .isEqualTo(new Target.Refused(
                            third,
                            "the commit " + unreachable.shortForm()
                                    + " that the annotation millrace.dev/sync requests is not on refs/heads/main"));
        }
    }

    // rewritten histories

    private static Subject following(GitRef ref, String... lines) {
        Subject app = Sample.subject(lines);
        Source source = app.source();
        return new Subject(
                app.id(),
                app.uid(),
                app.generation(),
                app.spec(),
                new Source(
                        source.repository(),
                        source.url(),
                        new Followed.Ref(ref),
                        source.credentials(),
                        source.path(),
                        source.signedBy(),
                        source.reader()),
                app.asked(),
                app.published(),
                app.policy(),
                app.identity());
    }

    private Optional<String> broken(Subject app, Ledger ledger, Optional<CommitId> compared, CommitId tip) {
        TrackedApplication tracked = new TrackedApplication(ledger);
        compared.ifPresent(commit -> tracked.set(tracked.source().comparedWith(commit)));
        return HistoryCheck.broken(app, tracked, at(tip));
    }

    @Test
    void aHistoryThatContinuesIsFollowed() {
        Ledger ledger = Sample.ledgerAt(first, ReadSet.NOTHING);

        assertThat(broken(Sample.subject(), ledger, Optional.empty(), third)).isEmpty();
        assertThat(broken(Sample.subject(), ledger, Optional.empty(), first)).isEmpty();
        assertThat(broken(Sample.subject(), Sample.ledger(), Optional.empty(), third))
                .isEmpty();
    }

    @Test
    void aHistoryWithoutTheAppliedCommitIsReported() {
        assertThat(broken(Sample.subject(), Sample.ledgerAt(third, ReadSet.NOTHING), Optional.empty(), rewritten))
                .contains("the history of refs/heads/main was rewritten: it has no " + third.shortForm()
                        + ", which was applied last. Push that commit again or, to apply the new history,"
                        + " set the annotation millrace.dev/sync to " + rewritten);
    }

    @Test
    void aBranchThatIsSetBackIsReportedToo() {
        assertThat(broken(Sample.subject(), Sample.ledgerAt(third, ReadSet.NOTHING), Optional.of(third), second))
                .isPresent();
    }

    @Test
    void whatWasComparedOnceIsNotAskedAgain() {
        Ledger ledger = Sample.ledgerAt(third, ReadSet.NOTHING);

        assertThat(broken(Sample.subject(), ledger, Optional.of(rewritten), rewritten))
                .isEmpty();
        assertThat(broken(Sample.subject(), ledger, Optional.of(rewritten), history.after(rewritten, Map.of("c", "1"))))
                .as("a user has accepted the new history")
                .isEmpty();
    }

    @Test
    void onlyABranchHasAHistory() {
        Ledger ledger = Sample.ledgerAt(third, ReadSet.NOTHING);
        Subject rebased =
                following(Sample.MAIN, "source: {repository: '" + Sample.URL + "', path: web, followRewrites: true}");

        assertThat(broken(following(GitRef.tag("v1")), ledger, Optional.empty(), rewritten))
                .isEmpty();
        assertThat(broken(rebased, ledger, Optional.empty(), rewritten)).isEmpty();
    }

    @Test
    void anotherBranchOrAnOlderRecordHasNoCommonHistory() {
        Ledger ledger = Sample.ledgerAt(third, ReadSet.NOTHING);
        Newest.At elsewhere = new Newest.At(rewritten, GitRef.branch("next"), history.repository());
        AppliedRecord record = ledger.record();

        assertThat(HistoryCheck.broken(following(GitRef.branch("next")), new TrackedApplication(ledger), elsewhere))
                .isEmpty();
        assertThat(broken(
                        Sample.subject(),
                        new Ledger(record, dev.millrace.sync.record.RecordNotes.NOTHING),
                        Optional.empty(),
                        rewritten))
                .as("an older agent did not record the ref")
                .isEmpty();
    }
}

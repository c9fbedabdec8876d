package dev.millrace.sync.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.sync.state.SourceProblem.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The source of an application, from the trigger to the decision. */
class SourceStateTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00.500Z");
    private static final CommitId OLD = new CommitId("a".repeat(40));
    private static final CommitId NEW = new CommitId("b".repeat(40));
    private static final GitRef MAIN = GitRef.branch("main");
    private static final EventId EVENT = EventId.of("config.committed", "one");
    private static final Triggers COMMITTED = Triggers.committed(NOW, NEW, EVENT);
    private static final SourceProblem AWAY =
            new SourceProblem(Kind.UNAVAILABLE, "no answer", 1, Optional.of(NOW.plusSeconds(1)));
    private static final Preview PREVIEW = new Preview(NEW, "inputs", false, "would create 1");

    private static SourceState at(CommitId commit) {
        return SourceState.UNKNOWN.at(new SourceState.Tip(commit, MAIN));
    }

    @Test
    void anAnswerOfTheSourceEndsItsProblemAndKeepsTheCause() {
        SourceState failing = at(OLD).comparedWith(OLD).asked(COMMITTED).failing(AWAY);

        SourceState answered = failing.at(new SourceState.Tip(NEW, MAIN));

        assertThat(answered)
                .isEqualTo(new SourceState(
                        Optional.of(new SourceState.Tip(NEW, MAIN)),
                        Optional.of(OLD),
                        Optional.empty(),
                        Optional.empty(),
                        COMMITTED.withoutSource()));
        assertThat(answered.demand().trigger()).contains(Trigger.EVENT);
    }

    @Test
    void aFailedRequestKeepsTheLastCommitAndTheDemand() {
        SourceState failing = at(OLD).comparedWith(OLD).asked(COMMITTED).failing(AWAY);

        assertThat(failing)
                .isEqualTo(new SourceState(
                        Optional.of(new SourceState.Tip(OLD, MAIN)),
                        Optional.of(OLD),
                        Optional.of(AWAY),
                        Optional.empty(),
                        COMMITTED));
    }

    @Test
    void aComparisonAnswersTheDemandAndDropsThePreview() {
        SourceState compared =
                at(NEW).asked(COMMITTED).previewed(PREVIEW).asked(COMMITTED).comparedWith(NEW);

        assertThat(compared).isEqualTo(at(NEW).comparedWith(NEW));
        assertThat(compared.demand()).isEqualTo(Triggers.NONE);
    }

    @Test
    void aPreviewIsAComparisonToo() {
        SourceState previewed = at(NEW).asked(COMMITTED).previewed(PREVIEW);

        assertThat(previewed)
                .isEqualTo(new SourceState(
                        Optional.of(new SourceState.Tip(NEW, MAIN)),
                        Optional.of(NEW),
                        Optional.empty(),
                        Optional.of(PREVIEW),
                        Triggers.NONE));
    }

    static final List<Arguments> COMPARED = List.of(
            arguments("nothing is known", SourceState.UNKNOWN, false),
            arguments("the source was never compared", at(NEW), false),
            arguments("the newest commit was compared", at(NEW).comparedWith(NEW), true),
            arguments("an older commit was compared", at(NEW).comparedWith(OLD), false),
            arguments("the source moved back to a compared commit", at(OLD).comparedWith(OLD), true),
            arguments(
                    "a problem changes nothing in that",
                    at(NEW).comparedWith(NEW).failing(AWAY),
                    true));

    @ParameterizedTest(name = "{0}: {2}")
    @FieldSource("COMPARED")
    void isComparedOnlyWithTheNewestCommit(String name, SourceState state, boolean compared) {
        assertThat(state.isCompared()).as(name).isEqualTo(compared);
    }

    static final List<Arguments> SAME = List.of(
            arguments("the same, and a try is planned", Kind.UNAVAILABLE, "no answer", NOW, true),
            arguments("another kind", Kind.REFUSED, "no answer", NOW, false),
            arguments("another message", Kind.UNAVAILABLE, "connection refused", NOW, false),
            arguments(
                    "just before the try",
                    Kind.UNAVAILABLE,
                    "no answer",
                    NOW.plusSeconds(1).minusNanos(1),
                    true),
            arguments("the try is due", Kind.UNAVAILABLE, "no answer", NOW.plusSeconds(1), false));

    @ParameterizedTest(name = "{0}: {4}")
    @FieldSource("SAME")
    void aProblemIsReportedOnceUntilItsNextTry(String name, Kind kind, String message, Instant now, boolean same) {
        SourceProblem next = new SourceProblem(kind, message, 2, Optional.of(now.plusSeconds(2)));

        assertThat(AWAY.isSameAs(next, now)).as(name).isEqualTo(same);
    }

    @Test
    void aProblemThatIsNotRetriedIsNeverTheSame() {
        SourceProblem gone = new SourceProblem(Kind.GONE, "no branch", 1, Optional.empty());

        assertThat(gone.isSameAs(gone, NOW)).isFalse();
    }

    static final List<Arguments> SUMMARIES = List.of(
            arguments("the next try is named to the second", AWAY, "no answer; next try at 2030-01-01T12:00:01Z"),
            arguments("no try is planned", new SourceProblem(Kind.GONE, "no branch", 1, Optional.empty()), "no branch"),
            arguments(
                    "a user has to act, although it is retried",
                    new SourceProblem(Kind.REFUSED, "wrong password", 1, Optional.of(NOW)),
                    "wrong password"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("SUMMARIES")
    void theSummaryNamesTheNextTryOnlyOfWhatEndsByItself(String name, SourceProblem problem, String summary) {
        assertThat(problem.summary()).as(name).isEqualTo(summary);
    }

    static final List<Arguments> KINDS = List.of(
            arguments(Kind.UNAVAILABLE, true, true, "SourceUnavailable"),
            arguments(Kind.REFUSED, false, true, "SourceRefused"),
            arguments(Kind.GONE, false, false, "SourceGone"),
            arguments(Kind.REWRITTEN, false, false, "SourceRewritten"),
            arguments(Kind.UNTRUSTED, false, false, "SourceUntrusted"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("KINDS")
    void onlyWhatNoEventAnnouncesIsRetried(Kind kind, boolean isTransient, boolean isRetried, String reason) {
        assertThat(kind.isTransient()).isEqualTo(isTransient);
        assertThat(kind.isRetried()).isEqualTo(isRetried);
        assertThat(kind.reason()).isEqualTo(reason);
    }
}

package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.Sample;
import dev.millrace.sync.SampleResult;
import dev.millrace.sync.Subject;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.state.SourceState;
import dev.millrace.sync.state.Triggers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications of one source: who is compared with a commit, and who has to be first. */
class NetworkTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private TestAgent parts;

    @BeforeEach
    void create() {
        parts = new TestAgent(directory);
        parts.know(Sample.application("web"));
    }

    @AfterEach
    void close() {
        parts.close();
    }

    private void other(String name, SampleResult result, String... spec) {
        parts.know(Sample.application(name, spec));
        parts.results.put("uid-" + name, result.build());
    }

    private static SampleResult compared(CommitId commit) {
        return SampleResult.atRest()
                .with(SourceState.UNKNOWN
                        .at(new SourceState.Tip(commit, Sample.MAIN))
                        .comparedWith(commit));
    }

    private Subject web() {
        return parts.subject("web");
    }

    @Test
    void onlyThoseThatCanStillDeclareAnObjectAreWaitedFor() {
        other("compared", compared(Sample.NEW));
        other("behind", compared(Sample.OLD));
        parts.know(Sample.application("new"));
        other("suspended", compared(Sample.OLD), "suspend: true");
        other("observed", compared(Sample.OLD), "observe: true");
        other("held", compared(Sample.OLD).held("waits for shop/db"));
        other("cut-off", compared(Sample.OLD).problem(SourceProblem.Kind.UNAVAILABLE, "no answer", Optional.empty()));
        other("elsewhere", compared(Sample.OLD), "source: {repository: 'https://git.example.com/other'}");
        var leaving = Sample.application("leaving");
        leaving.getMetadata().setDeletionTimestamp("2030-01-01T12:00:00Z");
        parts.know(leaving);

        assertThat(parts.network.yetToCompare(web(), Sample.NEW)).containsExactlyInAnyOrder("uid-behind", "uid-new");
    }

    @Test
    void aFoundCommitTriggersTheOtherFollowersOnce() {
        other("behind", compared(Sample.OLD));
        other("ahead", compared(Sample.NEW));
        parts.open();

        parts.network.sourceAt(web(), Sample.NEW, Sample.NOW);
        parts.network.sourceAt(web(), Sample.NEW, Sample.NOW.plusSeconds(1));

        assertThat(parts.passes()).isEqualTo(Map.of("uid-behind", List.of(Triggers.source(Sample.NOW, Trigger.POLL))));
    }

    @Test
    void theNextCommitTriggersThemAgain() {
        other("behind", compared(new CommitId("c".repeat(40))));
        parts.open();

        parts.network.sourceAt(web(), Sample.OLD, Sample.NOW);
        parts.passes();
        parts.network.sourceAt(web(), Sample.NEW, Sample.NOW);

        assertThat(parts.passes().get("uid-behind")).hasSize(2);
    }

    @Test
    void aCommitThatAnEventNamedIsNotAnnouncedASecondTime() {
        other("behind", compared(Sample.OLD));
        parts.open();

        parts.network.expect(web(), Sample.NEW);
        parts.network.sourceAt(web(), Sample.NEW, Sample.NOW);

        assertThat(parts.passes()).isEmpty();
    }

    @Test
    void aNewLeaderAnnouncesWhatItFindsItself() {
        other("behind", compared(Sample.OLD));
        parts.open();
        parts.network.expect(web(), Sample.NEW);

        parts.network.reset();
        parts.network.sourceAt(web(), Sample.NEW, Sample.NOW);

        assertThat(parts.passes()).containsOnlyKeys("uid-behind");
    }

    @Test
    void aRetryIsATriggerOfTheApplicationAlone() {
        parts.open();

        parts.network.retry("uid-web");

        assertThat(parts.passes()).isEqualTo(Map.of("uid-web", List.of(Triggers.retry(parts.clock.instant()))));
    }

    @Test
    void aDependencyCountsAsSettledOnlyWhenItsAttemptHasEndedWell() {
        SampleResult running = compared(Sample.NEW).with(Sample.begun());
        SampleResult failed = compared(Sample.NEW).failed(Failure.Kind.UNHEALTHY, "it crashes");
        other("settled", compared(Sample.NEW));
        other("running", running);
        other("failed", failed);

        assertThat(parts.results.settledAt("uid-settled")).contains(Sample.NEW);
        assertThat(parts.results.settledAt("uid-running")).isEmpty();
        assertThat(parts.results.settledAt("uid-failed")).isEmpty();
        assertThat(parts.results.settledAt("uid-none")).isEmpty();
        assertThat(parts.results.failed()).containsExactly("uid-failed");
    }

    @Test
    void anApplicationWaitsOrIsHeldAsItsLastPassFound() {
        other("waits", compared(Sample.NEW).waitsFor("a finalizer"));
        other("held", compared(Sample.NEW).held("waits for shop/db"));
        other("cut-off", compared(Sample.NEW).problem(SourceProblem.Kind.GONE, "no branch", Optional.empty()));
        other("rests", compared(Sample.NEW));

        assertThat(parts.results.all().stream().filter(parts.results::isWaiting))
                .containsExactlyInAnyOrder("uid-waits", "uid-held");
        assertThat(parts.results.all().stream().filter(parts.results::isHeld))
                .containsExactlyInAnyOrder("uid-held", "uid-cut-off");

        parts.results.forget("uid-held");
        assertThat(parts.results.isHeld("uid-held")).isFalse();
        parts.results.clear();
        assertThat(parts.results.all()).isEmpty();
    }
}

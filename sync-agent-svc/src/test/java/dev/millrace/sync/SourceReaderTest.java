package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.source.Followed;
import dev.millrace.sync.source.GitSecrets;
import dev.millrace.sync.source.LocalHistory;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.Repositories;
import dev.millrace.sync.source.Source;
import dev.millrace.sync.source.trust.Signatories;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.state.SourceState;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.steer.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source of an application by the answers of its host, which is a repository on this disk. */
class SourceReaderTest {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final HandClock clock = new HandClock();
    private final ApiStandIn api = new ApiStandIn();
    private final List<String> found = new ArrayList<>();
    private LocalHistory host;
    private Repositories repositories;
    private SourceReader sources;

    @BeforeEach
    void create() {
        host = new LocalHistory(directory.resolve("host"), Sample.URL);
        repositories = new Repositories(
                directory.resolve("mirrors"),
                new GitSecrets(api.client()),
                new Signatories(api.client()),
                new DeliveryMetrics(new SimpleMeterRegistry()),
                clock);
        sources = new SourceReader(repositories, new Noting(), clock);
    }

    @AfterEach
    void close() {
        repositories.close();
        host.close();
        api.close();
    }

    /** Notes where the sources of applications were found. */
    private final class Noting implements OtherApplications {
        @Override
        public Optional<String> unmet(Subject app, CommitId commit) {
            return Optional.empty();
        }

        @Override
        public List<String> yetToCompare(Subject app, CommitId commit) {
            return List.of();
        }

        @Override
        public boolean exists(String uid) {
            return true;
        }

        @Override
        public void sourceAt(Subject app, CommitId tip, Instant asOf) {
            found.add(app.id() + "@" + tip.shortForm() + " as of " + asOf);
        }

        @Override
        public void retry(String uid) {}
    }

    private Subject following(URI url, String... spec) {
        Subject app = Sample.subject(spec);
        Source source = new Source(
                Sample.REPOSITORY, url, new Followed.Ref(Sample.MAIN), "", "web", Optional.empty(), Identity.OWN);
        return new Subject(
                app.id(),
                app.uid(),
                app.generation(),
                app.spec(),
                source,
                app.asked(),
                app.published(),
                app.policy(),
                app.identity());
    }

    private Subject app(String... spec) {
        return following(host.url(), spec);
    }

    private CommitId push(CommitId commit) {
        host.point(Sample.MAIN, commit);
        return commit;
    }

    private void read(Subject app, TrackedApplication tracked) {
        tracked.set(tracked.source().asked(Triggers.source(clock.instant(), Trigger.POLL)));
        sources.read(app, tracked);
    }

    @Test
    void theNewestCommitIsTheTipAndNeighboursLearnOfIt() {
        CommitId commit = push(host.root(Map.of("web/a.yaml", "1")));
        TrackedApplication tracked = new TrackedApplication(Sample.ledger());

        read(app(), tracked);

        assertThat(tracked.source().tip()).contains(new SourceState.Tip(commit, Sample.MAIN));
        assertThat(tracked.source().problem()).isEmpty();
        assertThat(tracked.source().demand().sourceAsOf()).isEmpty();
        assertThat(found).containsExactly(Sample.ID + "@" + commit.shortForm() + " as of " + clock.instant());
    }

    @Test
    void aBranchThatIsGoneIsNotAskedForAgainByItself() {
        CommitId commit = push(host.root(Map.of("web/a.yaml", "1")));
        TrackedApplication tracked = new TrackedApplication(Sample.ledger());
        read(app(), tracked);
        host.remove(Sample.MAIN);
        clock.forward(INTERVAL);

        read(app(), tracked);

        assertThat(tracked.source().problem()).hasValueSatisfying(problem -> {
            assertThat(problem.kind()).isEqualTo(SourceProblem.Kind.GONE);
            assertThat(problem.nextTry()).isEmpty();
        });
        assertThat(tracked.source().tip())
                .as("the cluster stays as it is")
                .contains(new SourceState.Tip(commit, Sample.MAIN));
        assertThat(found).hasSize(1);
    }

    @Test
    void anUnreachableHostIsAskedAgainAfterPausesThatGrowUpToTheInterval() {
        Subject app = following(directory.resolve("nowhere").toUri(), "poll: 10s");
        TrackedApplication tracked = new TrackedApplication(Sample.ledger());
        List<Duration> pauses = new ArrayList<>();

        for (int tries = 0; tries < 6; tries++) {
            read(app, tracked);
            Instant next =
                    tracked.source().problem().flatMap(SourceProblem::nextTry).orElseThrow();
            pauses.add(Duration.between(clock.instant(), next));
            clock.forward(pauses.getLast());
        }

        assertThat(tracked.source().problem().map(SourceProblem::failures)).contains(6);
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(750), Duration.ofSeconds(1));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(2));
        assertThat(pauses.get(2)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
        assertThat(pauses.subList(4, 6))
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(7_500), Duration.ofSeconds(10)));
    }

    @Test
    void aTriggerBeforeTheNextTryDoesNotPostponeIt() {
        Subject app = following(directory.resolve("nowhere").toUri());
        TrackedApplication tracked = new TrackedApplication(Sample.ledger());
        read(app, tracked);
        Optional<SourceProblem> before = tracked.source().problem();

        clock.forward(Duration.ofMillis(100));
        read(app, tracked);

        assertThat(tracked.source().problem()).isEqualTo(before);
    }

    @Test
    void aRewrittenHistoryIsAProblemUnlessNothingIsApplied() {
        CommitId first = host.root(Map.of("web/a.yaml", "1"));
        CommitId applied = host.after(first, Map.of("web/a.yaml", "2"));
        CommitId rewritten = push(host.after(first, Map.of("web/a.yaml", "3")));
        Ledger ledger = Sample.ledgerAt(applied, ReadSet.NOTHING);
        TrackedApplication followed = new TrackedApplication(ledger);
        TrackedApplication observed = new TrackedApplication(ledger);

        read(app(), followed);
        read(app("observe: true"), observed);

        assertThat(followed.source().problem().map(SourceProblem::kind)).contains(SourceProblem.Kind.REWRITTEN);
        assertThat(followed.source().tip()).isEmpty();
        assertThat(observed.source().tip()).contains(new SourceState.Tip(rewritten, Sample.MAIN));
    }

    @Test
    void theProblemIsOverWhenTheHostAnswers() {
        TrackedApplication tracked = new TrackedApplication(Sample.ledger());
        read(app(), tracked);
        assertThat(tracked.source().problem().map(SourceProblem::kind)).contains(SourceProblem.Kind.GONE);

        CommitId commit = push(host.root(Map.of("web/a.yaml", "1")));
        clock.forward(INTERVAL);
        read(app(), tracked);

        assertThat(tracked.source().problem()).isEmpty();
        assertThat(sources.target(app(), tracked)).isEqualTo(new Target.Current(commit));
    }

    @Test
    void onlyAChangeOfWhatWasReadConcernsTheApplication() {
        CommitId first = host.root(Map.of("web/a.yaml", "1", "other/b.yaml", "1"));
        CommitId other = host.after(first, Map.of("other/b.yaml", "2"));
        CommitId changed = push(host.after(other, Map.of("web/a.yaml", "2")));
        String blob = host.repository().tree(first).id("web/a.yaml").orElseThrow();
        TrackedApplication tracked =
                new TrackedApplication(Sample.ledgerAt(first, new ReadSet(Map.of("file:web/a.yaml", blob))));
        read(app(), tracked);

        assertThat(sources.hasSameContent(app(), tracked, other)).isTrue();
        assertThat(sources.hasSameContent(app(), tracked, changed)).isFalse();
    }
}

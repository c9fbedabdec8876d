package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.sync.Sample;
import dev.millrace.sync.Subject;
import dev.millrace.sync.source.Followed;
import dev.millrace.sync.source.LocalHistory;
import dev.millrace.sync.source.Repository;
import dev.millrace.sync.source.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PollGroupTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private TestAgent parts;

    @SuppressWarnings("NullAway.Init")
    private LocalHistory history;

    @BeforeEach
    void create() {
        parts = new TestAgent(directory);
        history = new LocalHistory(directory, Sample.URL);
    }

    @AfterEach
    void close() {
        history.close();
        parts.close();
    }

    private Subject know(String name, String source, String spec) {
        parts.know(Sample.application(name, "source: {repository: '" + Sample.URL + "'" + source + "}" + spec));
        return parts.subject(name);
    }

    private Optional<Repository> known(Source source) {
        return Optional.of(history.repository());
    }

    @Test
    void applicationsOfOneMirrorArePolledTogetherAtTheShortestInterval() {
        Subject slow = know("slow", "", "\npoll: 10m");
        Subject fast = know("fast", ", branch: next", "\npoll: 30s");
        Subject same = know("same", "", "\npoll: 1h");

        List<PollGroup> groups = PollGroup.of(List.of(slow, fast, same), this::known);

        assertThat(groups)
                .containsExactly(new PollGroup(
                        history.repository(),
                        Map.of(
                                new Followed.Ref(GitRef.branch("main")), List.of(slow, same),
                                new Followed.Ref(GitRef.branch("next")), List.of(fast)),
                        Duration.ofSeconds(30)));
    }

    @Test
    void suspendedApplicationsAndRepositoriesThatWereNotNeededYetAreNotPolled() {
        Subject suspended = know("suspended", "", "\nsuspend: true");
        Subject active = know("active", "", "");

        assertThat(PollGroup.of(List.of(suspended), this::known)).isEmpty();
        assertThat(PollGroup.of(List.of(active), source -> Optional.empty())).isEmpty();
        assertThat(PollGroup.of(List.of(suspended, active), this::known))
                .singleElement()
                .satisfies(group -> assertThat(group.followers().values()).containsExactly(List.of(active)));
    }

    @Test
    void aCommitThatIsPresentIsNeverPolledAndABranchThatWasNeverFetchedIsDue() {
        CommitId present = history.root(Map.of("a.yaml", "a: 1"));
        Subject fixed = know("fixed", ", commit: " + present.value(), "");
        Subject branch = know("branch", "", "");

        assertThat(PollGroup.of(List.of(fixed), this::known).getFirst().asked()).isEqualTo(Instant.MAX);
        assertThat(PollGroup.of(List.of(fixed, branch), this::known).getFirst().asked())
                .isEqualTo(Instant.EPOCH);
    }
}

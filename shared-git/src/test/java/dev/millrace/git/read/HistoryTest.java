package dev.millrace.git.read;

import static dev.millrace.git.Upstream.MAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.MirrorFixture;
import dev.millrace.git.Upstream;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.write.CommitDraft;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HistoryTest extends MirrorFixture {
    @Test
    void aCommitIsReadAsItWasWritten() {
        CommitId root = upstream.commit(MAIN, Map.of("a", "1"));
        CommitId second = upstream.commit(MAIN, Map.of("a", "2"));
        mirror.fetch(MAIN);

        Commit commit = mirror.commit(second);

        assertThat(commit.id()).isEqualTo(second);
        assertThat(commit.parents()).containsExactly(root);
        assertThat(commit.author()).isEqualTo(Upstream.DANA);
        assertThat(commit.committer()).isEqualTo(Upstream.DANA);
        assertThat(commit.committedAt()).isEqualTo(Upstream.NOON);
        assertThat(commit.message()).isEqualTo("Change [a]\n");
    }

    @Test
    void aSequenceCountsFirstParents() {
        CommitId root = upstream.commit(MAIN, Map.of("a", "1"));
        CommitId second = upstream.commit(MAIN, Map.of("a", "2"));
        CommitId third = upstream.commit(MAIN, Map.of("a", "3"));
        mirror.fetch(MAIN);

        assertThat(mirror.sequence(second)).isEqualTo(2);
        assertThat(mirror.sequence(third)).isEqualTo(3);
        assertThat(mirror.sequence(root)).isEqualTo(1);
    }

    @Test
    void theHistoryIsReadNewestFirstAndAsFarAsNeeded() {
        CommitId root = upstream.commit(MAIN, Map.of("a", "1"));
        CommitId second = upstream.commit(MAIN, Map.of("a", "2"));
        CommitId third = upstream.commit(MAIN, Map.of("a", "3"));
        mirror.fetch(MAIN);

        try (Stream<Commit> all = mirror.firstParents(third);
                Stream<Commit> first = mirror.firstParents(third)) {
            assertThat(all).extracting(Commit::id).containsExactly(third, second, root);
            assertThat(first.limit(1)).extracting(Commit::id).containsExactly(third);
        }
    }

    @Test
    void aTipReachesItsHistoryAndNothingElse() {
        CommitId root = upstream.commit(MAIN, Map.of("a", "1"));
        CommitId second = upstream.commit(MAIN, Map.of("a", "2"));
        CommitId third = upstream.commit(MAIN, Map.of("a", "3"));
        CommitId aside = upstream.write(Optional.of(root), Map.of("b", "1"));
        upstream.move(GitRef.branch("aside"), aside);
        mirror.fetch(MAIN);
        mirror.fetch(GitRef.branch("aside"));

        assertThat(mirror.reaches(third, third)).isTrue();
        assertThat(mirror.reaches(third, second)).isTrue();
        assertThat(mirror.reaches(third, aside)).isFalse();
        assertThat(mirror.reaches(third, root)).isTrue();
        assertThat(mirror.reaches(second, third)).isFalse();
        assertThat(mirror.reaches(aside, root)).isTrue();
        assertThat(mirror.reaches(third, new CommitId("1".repeat(40)))).isFalse();
    }

    @Test
    void changedPathsNameAddedChangedAndRemovedFiles() {
        CommitId before = upstream.commit(MAIN, Map.of("same", "0", "changed", "1", "d/removed", "2"));
        CommitDraft next = new CommitDraft(
                Optional.of(before),
                Map.of("changed", new byte[] {1}, "d/e/added", new byte[] {2}),
                Set.of("d/removed"),
                Upstream.DANA,
                Upstream.DANA,
                Upstream.NOON,
                "Change");
        mirror.fetch(MAIN);
        CommitId after = mirror.write(next);

        assertThat(mirror.changedPaths(Optional.of(before), after))
                .containsExactly("changed", "d/e/added", "d/removed");
        assertThat(mirror.changedPaths(Optional.empty(), after)).containsExactly("changed", "d/e/added", "same");
        assertThat(mirror.changedPaths(Optional.of(after), after)).isEmpty();
    }
}

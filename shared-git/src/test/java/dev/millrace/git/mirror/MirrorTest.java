package dev.millrace.git.mirror;

import static dev.millrace.git.Upstream.MAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.MirrorFixture;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Test;

class MirrorTest extends MirrorFixture {
    @Test
    void fetchReturnsTheTipAndItsFiles() {
        CommitId commit = upstream.commit(MAIN, Map.of("a/b.txt", "hello"));

        Optional<CommitId> tip = mirror.fetch(MAIN);

        assertThat(tip).contains(commit);
        assertThat(mirror.tip(MAIN)).contains(commit);
        assertThat(mirror.tree(commit).read("a/b.txt", 1 << 20)).hasValue("hello".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsReturnTheLastFetchedState() {
        CommitId first = upstream.commit(MAIN, Map.of("a", "1"));
        mirror.fetch(MAIN);

        CommitId second = upstream.commit(MAIN, Map.of("a", "2"));

        assertThat(mirror.tip(MAIN)).contains(first);
        assertThat(mirror.contains(second)).isFalse();
        assertThat(mirror.fetch(MAIN)).contains(second);
    }

    @Test
    void fetchOfAnEmptyRepositoryFindsNothing() {
        assertThat(mirror.fetch(MAIN)).isEmpty();
        assertThat(mirror.listRemote()).isEmpty();
    }

    @Test
    void fetchRemovesADeletedBranch() {
        upstream.commit(MAIN, Map.of("a", "1"));
        mirror.fetch(MAIN);
        upstream.delete(MAIN);

        Optional<CommitId> tip = mirror.fetch(MAIN);

        assertThat(tip).isEmpty();
        assertThat(mirror.tip(MAIN)).isEmpty();
        assertThat(mirror.tips()).isEmpty();
    }

    @Test
    void fetchFollowsARewrittenHistory() {
        CommitId root = upstream.commit(MAIN, Map.of("a", "1"));
        CommitId dropped = upstream.commit(MAIN, Map.of("a", "2"));
        mirror.fetch(MAIN);
        CommitId other = upstream.write(Optional.of(root), Map.of("a", "3"));
        upstream.move(MAIN, other);

        Optional<CommitId> tip = mirror.fetch(MAIN);

        assertThat(tip).contains(other);
        assertThat(mirror.reaches(other, dropped)).isFalse();
        assertThat(mirror.reaches(other, root)).isTrue();
    }

    @Test
    void fetchReturnsToAnEarlierCommit() {
        CommitId root = upstream.commit(MAIN, Map.of("a", "1"));
        upstream.commit(MAIN, Map.of("a", "2"));
        mirror.fetch(MAIN);
        upstream.move(MAIN, root);

        assertThat(mirror.fetch(MAIN)).contains(root);
        assertThat(mirror.tip(MAIN)).contains(root);
    }

    @Test
    void aBranchIsReplacedByBranchesBelowItsName() {
        GitRef above = GitRef.branch("release");
        GitRef below = GitRef.branch("release/1");
        CommitId commit = upstream.commit(above, Map.of("a", "1"));
        mirror.fetch(above);
        upstream.delete(above);
        upstream.move(below, commit);

        assertThat(mirror.fetch(below)).contains(commit);
        assertThat(mirror.tip(above)).isEmpty();
    }

    @Test
    void aBranchNamedLikeARevisionExpressionIsNotReadAsOne() {
        CommitId commit = upstream.commit(MAIN, Map.of("a", "1"));
        mirror.fetch(MAIN);
        GitRef likeDescription = GitRef.branch("v1-3-g" + commit.shortForm());

        assertThat(mirror.tip(likeDescription)).isEmpty();
        assertThat(mirror.fetch(likeDescription)).isEmpty();
    }

    @Test
    void anAnnotatedTagIsResolvedToItsCommit() {
        GitRef tag = GitRef.tag("v1");
        CommitId commit = upstream.commit(MAIN, Map.of("a", "1"));
        upstream.tag(tag, commit);

        assertThat(mirror.fetch(tag)).contains(commit);
        assertThat(mirror.listRemote()).containsExactlyInAnyOrderEntriesOf(Map.of(MAIN, commit, tag, commit));
        assertThat(mirror.tips()).containsOnlyKeys(tag);
    }

    @Test
    void aTagThatIsNotOfACommitHasNoTip() {
        GitRef tag = GitRef.tag("key");
        upstream.tagBlob(tag);

        assertThat(mirror.fetch(tag)).isEmpty();
    }

    @Test
    void aMissingCommitIsInNoHistory() {
        CommitId commit = upstream.commit(MAIN, Map.of("a", "1"));
        mirror.fetch(MAIN);
        CommitId unknown = new CommitId("1".repeat(40));
        CommitId longId = new CommitId("1".repeat(64));

        assertThat(mirror.contains(unknown)).isFalse();
        assertThat(mirror.contains(longId)).isFalse();
        assertThat(mirror.contains(CommitId.NONE)).isFalse();
        assertThat(mirror.reaches(commit, unknown)).isFalse();
        assertThat(mirror.reaches(unknown, commit)).isFalse();
        assertThatThrownBy(() -> mirror.commit(unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(unknown.value());
    }

    @Test
    void aMissingRepositoryIsUnavailable() {
        Remote nowhere = new Remote(
                new RepositoryId("localhost/nowhere"), temp.resolve("nowhere").toUri(), new Credentials.None());

        try (Mirror lost = Mirror.open(temp.resolve("lost"), nowhere)) {
            assertThatThrownBy(() -> lost.fetch(MAIN))
                    .isInstanceOf(GitUnavailable.class)
                    .hasMessageStartingWith("fetching main of localhost/nowhere: ");
        }
    }

    @Test
    void theMachinesGitConfigurationIsNotRead() throws Exception {
        SystemReader machine = SystemReader.getInstance();

        assertThat(machine.getUserConfig().getSections()).isEmpty();
        assertThat(machine.getSystemConfig().getSections()).isEmpty();
        assertThat(machine.getenv("GIT_CONFIG_NOSYSTEM")).isNull();
    }

    @Test
    void tidyingPacksManyFetchesWhileOthersRead() throws Exception {
        List<CommitId> commits = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            commits.add(upstream.commit(MAIN, Map.of("a", "round " + i)));
            mirror.fetch(MAIN);
        }
        boolean left = mirror.tidy(() -> true);
        AtomicBoolean reading = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> one = threads.submit(() -> read(commits, reading));
            Future<Integer> other = threads.submit(() -> read(commits, reading));

            boolean tidied = mirror.tidy(() -> false);
            reading.set(false);

            assertThat(left).isFalse();
            assertThat(tidied).isTrue();
            assertThat(one.get() + other.get()).isPositive();
        }
        try (var packs = Files.list(temp.resolve("mirror/objects/pack"))) {
            assertThat(packs.filter(file -> file.toString().endsWith(".pack"))).hasSizeLessThan(5);
        }
        assertThat(mirror.isBroken()).isFalse();
        assertThat(mirror.sequence(commits.getLast())).isEqualTo(60);
        assertThat(mirror.tidy(() -> false)).isFalse();
    }

    private int read(List<CommitId> commits, AtomicBoolean reading) {
        int rounds = 0;
        do {
            for (CommitId commit : commits) {
                assertThat(mirror.tree(commit).read("a", 1 << 20)).isPresent();
            }
            rounds++;
        } while (reading.get());
        return rounds;
    }
}

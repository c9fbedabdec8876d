package dev.millrace.git.mirror;

import static dev.millrace.git.Upstream.MAIN;
import static dev.millrace.testbed.PartKind.GIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.Upstream;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.transport.PushOutcome;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.git.GitWorkspace;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror and a real host, with a user who pushes to it. */
@WithParts(GIT)
class HttpIT {
    private Path temp;

    @BeforeEach
    void createADirectory(@TempDir Path directory) {
        temp = directory;
    }

    @Test
    void fetchesAUsersPushWithUserAndPassword(GitHost host, GitWorkspace dana) {
        host.createRepository("git/fetched");
        CommitId first = dana.push("git/fetched", "main", Map.of("a/b.txt", "one", "c.txt", "same"), "Start");

        try (Mirror mirror = open(host, "git/fetched")) {
            assertThat(mirror.fetch(MAIN)).contains(first);

            CommitId second = dana.push("git/fetched", "main", Map.of("a/b.txt", "two"), "Change");
            dana.tag("git/fetched", "main", "v1");

            assertThat(mirror.fetch(MAIN)).contains(second);
            assertThat(mirror.changedPaths(Optional.of(first), second)).containsExactly("a/b.txt");
            assertThat(mirror.tree(second).read("a/b.txt", 1 << 20)).hasValue("two".getBytes(StandardCharsets.UTF_8));
            assertThat(mirror.sequence(second)).isEqualTo(2);
            assertThat(mirror.commit(second).subject()).isEqualTo("Change");
            assertThat(mirror.listRemote())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(MAIN, second, GitRef.tag("v1"), second));
            assertThat(mirror.fetch(GitRef.branch("nowhere"))).isEmpty();
        }
    }

    @Test
    void followsAHistoryThatAUserRewrote(GitHost host, GitWorkspace dana) {
        host.createRepository("git/rewritten");
        CommitId first = dana.push("git/rewritten", "main", Map.of("a", "1"), "Start");
        CommitId second = dana.push("git/rewritten", "main", Map.of("a", "2"), "Regretted");

        try (Mirror mirror = open(host, "git/rewritten")) {
            mirror.fetch(MAIN);
            dana.forcePush("git/rewritten", "main", first);
            assertThat(mirror.fetch(MAIN)).contains(first);
            CommitId other = dana.push("git/rewritten", "main", Map.of("a", "3"), "Better");

            assertThat(mirror.fetch(MAIN)).contains(other);
            assertThat(mirror.reaches(other, second)).isFalse();
        }
    }

    @Test
    void aWrongPasswordIsReportedAndNotShown(GitHost host, GitWorkspace dana) {
        URI url = host.createRepository("git/locked");
        dana.push("git/locked", "main", Map.of("a", "1"), "Start");
        Remote remote = Remote.of(url, new Credentials.Basic(host.user(), "not-the-secret"));

        try (Mirror mirror = Mirror.open(temp.resolve("mirror"), remote)) {
            assertThatThrownBy(() -> mirror.fetch(MAIN))
                    .isInstanceOf(GitUnavailable.class)
                    .hasMessageContaining(remote.id().value())
                    .hasMessageContaining("check")
                    .message()
                    .doesNotContain("not-the-secret", host.user() + "@");
            assertThatThrownBy(mirror::listRemote).hasMessageContaining("rejected the credentials");
            CommitId commit = mirror.write(Upstream.draft(Optional.empty(), Map.of("a", "1")));
            assertThatThrownBy(() -> mirror.push(MAIN, Optional.empty(), commit))
                    .isInstanceOf(GitUnavailable.class)
                    .hasMessageContaining("rejected the credentials");
        }
        assertThat(remote.toString()).doesNotContain("not-the-secret");
    }

    @Test
    void missingCredentialsAreReported(GitHost host) {
        Remote remote = Remote.of(host.createRepository("git/private"), new Credentials.None());

        try (Mirror mirror = Mirror.open(temp.resolve("mirror"), remote)) {
            assertThatThrownBy(() -> mirror.fetch(MAIN))
                    .isInstanceOf(GitUnavailable.class)
                    .hasMessageContaining("rejected the credentials");
        }
    }

    @Test
    void aRepositoryThatTheHostDoesNotHaveIsUnavailable(GitHost host) {
        try (Mirror mirror = open(host, "git/never-created")) {
            assertThatThrownBy(() -> mirror.fetch(MAIN))
                    .isInstanceOf(GitUnavailable.class)
                    .hasMessageContaining("not found");
        }
    }

    @Test
    void readsContinueWhileTheHostIsUnavailableAndFetchesAfterItsRecovery(GitHost host, GitWorkspace dana) {
        host.createRepository("git/unavailable");
        CommitId first = dana.push("git/unavailable", "main", Map.of("a", "1"), "Start");

        try (Mirror mirror = open(host, "git/unavailable")) {
            mirror.fetch(MAIN);
            host.kill();

            assertThatThrownBy(() -> mirror.fetch(MAIN))
                    .isInstanceOf(GitUnavailable.class)
                    .hasMessageContaining("connection refused");
            assertThat(mirror.tip(MAIN)).contains(first);
            assertThat(mirror.tree(first).read("a", 1 << 20)).isPresent();

            host.start();
            CommitId second = dana.push("git/unavailable", "main", Map.of("a", "2"), "Change");
            assertThat(mirror.fetch(MAIN)).contains(second);
        } finally {
            host.start();
        }
    }

    @Test
    void theSlowerOfTwoWritersFetchesAndWritesAgain(GitHost host, GitWorkspace dana) {
        host.createRepository("git/race");
        CommitId base = dana.push("git/race", "main", Map.of("a", "1", "b", "1"), "Start");

        try (Mirror quick = open(host, "git/race", "quick");
                Mirror slow = open(host, "git/race", "slow")) {
            quick.fetch(MAIN);
            slow.fetch(MAIN);
            CommitId ofQuick = quick.write(Upstream.draft(Optional.of(base), Map.of("a", "2")));
            CommitId ofSlow = slow.write(Upstream.draft(Optional.of(base), Map.of("b", "2")));

            assertThat(quick.push(MAIN, Optional.of(base), ofQuick)).isEqualTo(new PushOutcome.Pushed());
            assertThat(slow.push(MAIN, Optional.of(base), ofSlow)).isInstanceOf(PushOutcome.Rejected.class);
            assertThat(slow.fetch(MAIN)).contains(ofQuick);
            CommitId rebased = slow.write(Upstream.draft(Optional.of(ofQuick), Map.of("b", "2")));
            assertThat(slow.push(MAIN, Optional.of(ofQuick), rebased)).isEqualTo(new PushOutcome.Pushed());
        }
        assertThat(dana.read("git/race", "main", "a")).contains("2");
        assertThat(dana.read("git/race", "main", "b")).contains("2");
        assertThat(dana.log("git/race", "main")).hasSize(3);
    }

    private Mirror open(GitHost host, String repository) {
        return open(host, repository, "mirror");
    }

    private Mirror open(GitHost host, String repository, String directory) {
        Credentials account = new Credentials.Basic(host.user(), host.password());
        return Mirror.open(temp.resolve(directory), Remote.of(host.url(repository), account));
    }
}

package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.sync.wiring.SyncConfig;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.git.GitWorkspace;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commit that an Application selects, and its status while there is none. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class FollowIT {
    private final GitWorkspace person = Testbed.shared().gitHost().workspace();

    private final SyncConfig config;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    FollowIT(SyncConfig config) {
        this.config = config;
    }

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void stopListening() {
        tap.close();
    }

    @Test
    void theNewestTagInARangeOfVersionsIsFollowed() {
        Deployed app = new Deployed("versions", tap);
        CommitId first = released(app, "v1.2.0", "1");
        released(app, "v2.0.0-rc.1", "2");
        app.followAt("semver: '>=1 <3'", "poll: 1s");

        assertThat(app.outcome(first).at("/ref")).isEqualTo("refs/tags/v1.2.0");
        released(app, "nightly", "3");
        CommitId second = released(app, "v1.10.0", "4");

        assertThat(app.outcome(second).at("/ref")).isEqualTo("refs/tags/v1.10.0");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("4");
        assertThat(app.outcomes()).hasSize(2);
    }

    @Test
    void aRangeThatNoTagIsInStallsUntilOneIs() {
        Deployed app = new Deployed("untagged", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.followAt("semver: ^4", "poll: 1s");

        app.awaitStalled("has no tag in the range ^4");
        CommitId tagged = released(app, "4.0.1", "2");

        app.awaitReady(tagged);
        assertThat(app.condition("Stalled")).isEqualTo("False");
    }

    @Test
    void aFixedCommitStaysWhateverTheBranchDoes() {
        Deployed app = new Deployed("fixed", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        CommitId fixed = app.push(Map.of("a.yaml", configMap("a", "2")));
        app.push(Map.of("a.yaml", configMap("a", "3")));
        app.followAt("commit: " + fixed, "poll: 1s");

        app.awaitReady(fixed);

        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("2");
        assertThat(app.outcome(fixed).at("/ref")).isEqualTo("refs/commits/" + fixed);
    }

    @Test
    void aCommitThatNobodyPushedStallsUntilSomebodyDoes() {
        Deployed other = new Deployed("elsewhere", tap);
        CommitId unpushed = other.push(Map.of("a.yaml", configMap("a", "1")));
        Deployed app = new Deployed("unpushed", tap);
        app.push(Map.of("a.yaml", configMap("a", "2")));
        app.followAt("commit: " + unpushed, "poll: 1s");

        app.awaitStalled("leads to the commit " + unpushed);
    }

    @Test
    void aBranchThatVanishedLeavesTheClusterAsItIsAndStalls() {
        Deployed app = new Deployed("vanished", tap);
        CommitId released = person.push(app.repository, "release", Map.of("a.yaml", configMap("a", "1")), "Release");
        app.followAt("branch: release", "poll: 1s");
        app.attempt(1);

        person.deleteBranch(app.repository, "release");

        app.awaitStalled("has no refs/heads/release");
        assertThat(app.object("configmap", "a").isMissingNode()).isFalse();
        person.forcePush(app.repository, "release", released);
        CommitId back = person.push(app.repository, "release", Map.of("a.yaml", configMap("a", "2")), "Again");
        app.awaitReady(back);
    }

    @Test
    void aRepositoryThatCannotBeReachedIsTriedAgainAndTheNextTryIsTold() {
        Deployed app = new Deployed("locked", tap);
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1")));
        Testbed.shared().gitHost().kill();
        app.followAt("branch: main", "poll: 1s");

        try {
            await().atMost(Deployed.SOON)
                    .untilAsserted(() -> assertThat(app.status().at("/message").asText())
                            .containsPattern("connection refused; next try at 20[-0-9]+T[0-9:]+Z"));
            assertThat(app.condition("Reconciling")).isEqualTo("True");
            assertThat(app.condition("Stalled")).isEqualTo("False");
        } finally {
            Testbed.shared().gitHost().start();
        }

        app.awaitReady(commit);
    }

    @Test
    void aRewrittenHistoryLeavesTheClusterAsItIsUntilAPersonSaysThatItIsMeant() {
        Deployed app = new Deployed("rewritten", tap);
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1")));
        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
        app.followAt("branch: main", "poll: 1s");
        app.awaitReady(second);

        app.forcePush(first);
        CommitId other = app.push(Map.of("a.yaml", configMap("a", "3")));
        app.awaitStalled("the history of refs/heads/main was rewritten: it has no " + second.shortForm());
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("2");
        app.kubectl("annotate", "mapp", "app", "-n", app.namespace, "millrace.dev/sync=" + other);

        app.awaitReady(other);
        CommitId next = app.push(Map.of("a.yaml", configMap("a", "4")));
        app.awaitReady(next);
    }

    @Test
    void aHistoryThatIsPushedBackIsFollowedAgain() {
        Deployed app = new Deployed("restored", tap);
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1")));
        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
        app.followAt("branch: main", "poll: 1s");
        app.awaitReady(second);

        app.forcePush(first);
        app.awaitStalled("was rewritten");
        app.forcePush(second);

        app.awaitReady(second);
        assertThat(app.outcomes()).hasSize(1);
    }

    @Test
    void aRewrittenHistoryIsFollowedWhereThatIsUsual() {
        Deployed app = new Deployed("rebased", tap);
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1")));
        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
        app.followAt("branch: main, followRewrites: true", "poll: 1s");
        app.awaitReady(second);

        app.forcePush(first);

        app.awaitReady(first);
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");
    }

    @Test
    void aMirrorThatBreaksWhileTheAgentRunsIsMadeAnewAndDeliveryGoesOn() throws IOException {
        Deployed app = new Deployed("broken", tap);
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1")));
        app.followAt("branch: main", "poll: 1s");
        app.awaitReady(first);
        Path mirror = mirrorOf(app);

        emptied(mirror.resolve("objects"));
        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));

        app.awaitReady(second);
        assertThat(app.object("configmap", "b").isMissingNode()).isFalse();
    }

    private Path mirrorOf(Deployed app) throws IOException {
        String name = app.repositoryId().shortName() + "-";
        try (Stream<Path> mirrors = Files.list(config.workDirectory())) {
            return mirrors.filter(Files::isDirectory)
                    .filter(directory -> directory.getFileName().toString().startsWith(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void emptied(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    private CommitId released(Deployed app, String tag, String value) {
        app.push(Map.of("a.yaml", configMap("a", value)));
        return person.tag(app.repository, "main", tag);
    }
}

package dev.millrace.updater.deliver;

import static dev.millrace.testbed.PartKind.GIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.commit.Person;
import dev.millrace.git.host.HostUnavailable;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.updater.repository.ConfigRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commits on each branch, and their messages. */
@WithParts(GIT)
class BranchWriterIT {
    private static final GitRef MAIN = GitRef.branch("main");
    private static final String POLICIES = """
            policies:
              - {name: web-staging, image: reg.example/web, environment: staging}
              - {name: web-production, image: reg.example/web, environment: production}
            """;
    private static int count;

    @SuppressWarnings("NullAway.Init") // set before each test
    private GitHost host;

    @SuppressWarnings("NullAway.Init")
    private GitWorkspace dana;

    @SuppressWarnings("NullAway.Init")
    private String name;

    @SuppressWarnings("NullAway.Init")
    private ConfigRepository repository;

    @SuppressWarnings("NullAway.Init")
    private BranchWriter writer;

    @BeforeEach
    void open(GitHost gitHost, GitWorkspace workspace, @TempDir Path mirrors) {
        host = gitHost;
        dana = workspace;
        name = "config/delivered-" + count++;
        host.createRepository(name);
        Remote remote = Remote.of(host.url(name), new Credentials.Basic(host.user(), host.password()));
        repository = new ConfigRepository(
                new MirrorHolder(remote, mirrors), MAIN, new Person("Millrace", "millrace@millrace.dev"));
        writer = Writers.plain();
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void eachEnvironmentHasACommitOfItsOwn() {
        start(POLICIES);

        DeliveryResult delivered = writer.write(repository, both(1));

        List<Commit> commits = log(MAIN);
        assertThat(commits).hasSize(3);
        assertThat(commits)
                .extracting(Commit::subject)
                .startsWith("Update web-production to web:t1", "Update web-staging to web:t1");
        assertThat(delivered.commits())
                .extracting(DeliveryResult.BranchCommit::commit)
                .containsExactly(commits.get(1).id(), commits.get(0).id());
        assertThat(repository
                        .mirror()
                        .changedPaths(
                                Optional.of(commits.get(1).id()), commits.get(0).id()))
                .containsExactly("apps/production.yaml");
    }

    @Test
    void aSharedCommitUsesTheTemplateTheAuthorAndTheSuffix() {
        start("""
                delivery:
                  together: true
                  message: "{#for i in images}{i.policy} is {i.tag}{#if i_hasNext}, {/if}{/for}\\n\\n{#for c in commits}{c.short} {c.subject}\\n{/for}{#for c in chains}{c}\\n{/for}"
                  suffix: "[skip ci]"
                  author: "Dana Miller <dana@example.com>"
                """ + POLICIES);

        writer.write(repository, both(1));

        Commit commit = log(MAIN).getFirst();
        assertThat(log(MAIN)).hasSize(2);
        assertThat(commit.subject()).isEqualTo("web-staging is t1, web-production is t1 [skip ci]");
        assertThat(commit.message())
                .contains("Fix the mill")
                .contains(PendingUpdates.chain(1).value());
        assertThat(commit.author()).isEqualTo(new Person("Dana Miller", "dana@example.com"));
        assertThat(commit.committer().name()).isEqualTo("Millrace");
        assertThat(commit.trailers("Millrace-Policy")).containsExactly("web-staging", "web-production");
    }

    @Test
    void anInvalidTemplateIsReportedAndOursIsUsed() {
        start("delivery: {message: 'To {no.such.thing}'}\n" + POLICIES);

        DeliveryResult delivered = writer.write(repository, List.of(pendingUpdate("web-staging", 1)));

        assertThat(log(MAIN).getFirst().subject()).isEqualTo("Update web-staging to web:t1");
        assertThat(delivered.problems()).anyMatch(problem -> problem.contains("message template"));
    }

    @Test
    void aRevertUndoesOnlyOurEditOnceAndNothingOlderOrEqualIsWrittenAgain() {
        start(POLICIES);
        writer.write(repository, both(1));
        CommitId ours = log(MAIN).get(1).id();

        writer.write(repository, List.of(revert("web-staging", 1, ours)));
        DeliveryResult again =
                writer.write(repository, List.of(revert("web-staging", 1, ours), pendingUpdate("web-staging", 1)));

        Commit commit = log(MAIN).getFirst();
        assertThat(log(MAIN)).hasSize(4);
        assertThat(commit.trailers("Millrace-Reverts")).containsExactly(ours.value());
        assertThat(commit.trailers("Millrace-Bad")).containsExactly("reg.example/web@" + PendingUpdates.digest(1));
        assertThat(read(MAIN, "staging")).isEqualTo(manifest("staging", 0));
        assertThat(read(MAIN, "production")).isEqualTo(manifest("production", 1));
        assertThat(again.commits())
                .extracting(DeliveryResult.BranchCommit::commit)
                .doesNotContain(log(MAIN).getLast().id());
        writer.write(repository, List.of(pendingUpdate("web-staging", 2)));
        assertThat(read(MAIN, "staging")).isEqualTo(manifest("staging", 2));
    }

    @Test
    void aRevertKeepsAUsersLaterValue() {
        start(POLICIES);
        writer.write(repository, List.of(pendingUpdate("web-staging", 1)));
        CommitId ours = log(MAIN).getFirst().id();
        dana.push(name, "main", Map.of("apps/staging.yaml", manifest("staging", 7)), "By hand");

        writer.write(repository, List.of(revert("web-staging", 1, ours)));

        assertThat(log(MAIN).getFirst().subject()).isEqualTo("By hand");
        assertThat(read(MAIN, "staging")).isEqualTo(manifest("staging", 7));
    }

    @Test
    void theHeadBranchGetsTheCommitsAndTheBranchItselfNone() {
        start("delivery: {mode: branch}\n" + POLICIES);

        writer.write(repository, List.of(pendingUpdate("web-staging", 1)));
        writer.write(repository, List.of(pendingUpdate("web-staging", 2)));
        writer.write(repository, List.of(pendingUpdate("web-staging", 2), pendingUpdate("web-staging", 1)));

        GitRef branch = GitRef.branch("millrace/staging");
        assertThat(log(MAIN)).hasSize(1);
        assertThat(log(branch)).hasSize(3);
        assertThat(read(branch, "staging")).isEqualTo(manifest("staging", 2));
    }

    @Test
    void aRequestIsOpenedOnceUpdatedRebuiltOnAMovedBranchAndClosedWhenNothingIsLeft() {
        Requests requests = new Requests();
        writer = Writers.with(id -> Optional.of(requests.keeper()));
        HeadBranches heads = Writers.heads(id -> Optional.of(requests.keeper()));
        start("delivery: {mode: request}\n" + POLICIES);
        GitRef branch = GitRef.branch("millrace/staging");

        writer.write(repository, List.of(pendingUpdate("web-staging", 1)));
        writer.write(repository, List.of(pendingUpdate("web-staging", 2)));

        assertThat(requests.open()).hasSize(1);
        dana.push(name, "main", Map.of("README", "moved"), "By hand");
        repository.freshTip();
        heads.reconcileRequests(repository);
        assertThat(log(branch))
                .extracting(Commit::subject)
                .containsExactly("Update web-staging to web:t2", "By hand", "Start");
        assertThat(requests.open()).hasSize(1);
        dana.push(name, "main", Map.of("apps/staging.yaml", manifest("staging", 2)), "By hand too");
        repository.freshTip();
        heads.reconcileRequests(repository);
        assertThat(requests.open()).isEmpty();
    }

    @Test
    void aUsersCommitOnAHeadBranchIsNeverLost() {
        Requests requests = new Requests();
        writer = Writers.with(id -> Optional.of(requests.keeper()));
        start("delivery: {mode: request}\n" + POLICIES);
        GitRef branch = GitRef.branch("millrace/staging");
        writer.write(repository, List.of(pendingUpdate("web-staging", 1)));
        dana.push(name, "millrace/staging", Map.of("notes.txt", "x"), "A note");
        dana.push(name, "main", Map.of("README", "moved"), "By hand");

        writer.write(repository, List.of(pendingUpdate("web-staging", 2)));

        assertThat(log(branch)).extracting(Commit::subject).contains("A note");
        assertThat(read(branch, "staging")).isEqualTo(manifest("staging", 2));
    }

    @Test
    void aDeclinedRequestStaysClosedWhenItsCommitsAreRebuilt() {
        Requests requests = new Requests();
        writer = Writers.with(id -> Optional.of(requests.keeper()));
        HeadBranches heads = Writers.heads(id -> Optional.of(requests.keeper()));
        start("delivery: {mode: request}\n" + POLICIES);
        writer.write(repository, List.of(pendingUpdate("web-staging", 1)));
        writer.write(repository, List.of(pendingUpdate("web-staging", 2)));
        requests.close(requests.open().getFirst().number());

        dana.push(name, "main", Map.of("README", "moved"), "By hand");
        repository.freshTip();
        heads.reconcileRequests(repository);

        assertThat(log(GitRef.branch("millrace/staging"))).hasSize(3);
        assertThat(repository.requests().get("staging")).startsWith("declined: ");
        assertThat(requests.all()).hasSize(1);
        writer.write(repository, List.of(pendingUpdate("web-staging", 3)));
        assertThat(requests.all()).hasSize(2);
    }

    @Test
    void aRequestThatIsOpenedLateHasTheTitleOfItsTemplate() {
        Requests requests = new Requests();
        writer = Writers.with(id -> Optional.of(requests.keeper()));
        start("delivery: {mode: request, request: {title: 'To {#for i in images}{i.tag}{/for}'}}\n" + POLICIES);
        requests.setUnavailable(true);
        assertThatThrownBy(() -> writer.write(repository, List.of(pendingUpdate("web-staging", 1))))
                .isInstanceOf(HostUnavailable.class);
        requests.setUnavailable(false);

        writer.write(repository, List.of(pendingUpdate("web-staging", 1)));

        assertThat(requests.open()).singleElement().satisfies(one -> assertThat(one.title())
                .isEqualTo("To t1"));
    }

    private void start(String policies) {
        dana.push(
                name,
                "main",
                Map.of(
                        ".millrace/updates.yaml", policies,
                        "apps/staging.yaml", manifest("staging", 0),
                        "apps/production.yaml", manifest("production", 0)),
                "Start");
    }

    private static String manifest(String environment, int sequence) {
        return "image: reg.example/web:t" + sequence + " # {\"$imagepolicy\": \"web-" + environment + "\"}\n";
    }

    private String read(GitRef branch, String environment) {
        return dana.read(name, branch.shortName(), "apps/" + environment + ".yaml")
                .orElse("");
    }

    private List<Commit> log(GitRef branch) {
        CommitId tip = repository.fetch(branch).orElseThrow();
        try (Stream<Commit> commits = repository.mirror().firstParents(tip)) {
            return commits.toList();
        }
    }

    private List<PendingUpdate> both(int sequence) {
        return List.of(pendingUpdate("web-staging", sequence), pendingUpdate("web-production", sequence));
    }

    private PendingUpdate pendingUpdate(String policy, int sequence) {
        return PendingUpdates.image(repository.id(), policy, sequence);
    }

    private PendingUpdate revert(String policy, int sequence, CommitId ours) {
        return PendingUpdates.revert(repository.id(), policy, sequence, ours);
    }
}

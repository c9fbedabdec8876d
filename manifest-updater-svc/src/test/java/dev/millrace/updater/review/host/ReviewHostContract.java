package dev.millrace.updater.review.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.host.HostRefused;
import dev.millrace.updater.review.MergeResult;
import dev.millrace.updater.review.Proposal;
import dev.millrace.updater.review.RequestKeeper;
import dev.millrace.updater.review.RequestResult;
import dev.millrace.updater.review.ReviewHost;
import dev.millrace.updater.review.ReviewRequest;
import dev.millrace.updater.review.ReviewRequest.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The behaviour of every Git host, and of request keeping on it. */
abstract class ReviewHostContract {
    static final GitRef MAIN = GitRef.branch("main");
    static final GitRef HEAD = GitRef.branch("millrace/production");

    private ReviewWorld world;
    private ReviewHost host;

    abstract ReviewWorld newWorld();

    @BeforeEach
    void makeWorld() {
        world = newWorld();
        host = world.host();
    }

    @AfterEach
    void endWorld() {
        world.close();
    }

    Proposal proposal(String head, CommitId commit, String change, boolean merged) {
        return new Proposal(
                "production",
                GitRef.branch(head),
                commit,
                MAIN,
                "Update to " + change,
                "All of *production*: " + change + ", größer",
                List.of("millrace", "delivery"),
                List.of(change),
                merged);
    }

    private Proposal pushed(String change) {
        return proposal("millrace/production", world.branch("millrace/production"), change, false);
    }

    @Test
    void opensARequestAndFindsItAgain() {
        Proposal proposal = pushed("web 1.2.3");

        ReviewRequest opened = host.open(proposal);

        assertThat(host.open(MAIN)).singleElement().satisfies(found -> {
            assertThat(found.number()).isEqualTo(opened.number());
            assertThat(found.head()).isEqualTo(HEAD);
            assertThat(found.base()).isEqualTo(MAIN);
            assertThat(found.title()).isEqualTo(proposal.title());
            assertThat(found.text()).isEqualTo(proposal.text());
            assertThat(found.isOpen()).isTrue();
            assertThat(found.page().toString()).startsWith("http");
        });
        assertThat(host.newest(HEAD, MAIN)).map(ReviewRequest::number).contains(opened.number());
        assertThat(host.newest(GitRef.branch("millrace/other"), MAIN)).isEmpty();
    }

    @Test
    void givesARequestItsLabelsWhereThereAreAny() {
        ReviewRequest opened = host.open(pushed("web 1.2.3"));

        host.change(opened.number(), "Another title", "Another text", List.of("urgent"));

        ReviewRequest changed = host.read(opened.number());
        assertThat(changed.title()).isEqualTo("Another title");
        assertThat(changed.text()).isEqualTo("Another text");
        assertThat(changed.labels())
                .containsExactlyInAnyOrderElementsOf(
                        world.hasLabels() ? List.of("millrace", "delivery", "urgent") : List.of());
    }

    @Test
    void closesARequestOnce() {
        ReviewRequest opened = host.open(pushed("web 1.2.3"));

        host.close(opened.number());
        host.close(opened.number());

        assertThat(host.open(MAIN)).isEmpty();
        assertThat(host.newest(HEAD, MAIN)).map(ReviewRequest::state).contains(new State.Closed());
    }

    @Test
    void mergesARequestAndReturnsTheUserWhoDid() {
        Proposal proposal = pushed("web 1.2.3");
        ReviewRequest opened = host.open(proposal);

        mergedAfterTheConflictCheck(opened, proposal.commit());

        assertThat(host.read(opened.number()).state()).isInstanceOfSatisfying(State.Merged.class, merged -> {
            assertThat(merged.by()).contains(world.user());
            assertThat(merged.commit()).isPresent();
        });
        assertThat(host.open(MAIN)).isEmpty();
    }

    /** Merges once the host's background check for conflicts is over. */
    private void mergedAfterTheConflictCheck(ReviewRequest request, CommitId head) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> host.merge(request.number(), head) instanceof MergeResult.Merged);
    }

    @Test
    void mergesNoOtherCommitThanRequested() {
        Proposal proposal = pushed("web 1.2.3");
        ReviewRequest opened = host.open(proposal);
        world.branch("millrace/production");

        MergeResult merging = host.merge(opened.number(), proposal.commit());

        assertThat(merging).isInstanceOf(MergeResult.Deferred.class);
        assertThat(host.read(opened.number()).isOpen()).isTrue();
    }

    @Test
    void leavesARequestToItsChecks() {
        world.needChecks();
        Proposal proposal = pushed("web 1.2.3");
        ReviewRequest opened = host.open(proposal);

        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                        host.merge(opened.number(), proposal.commit()))
                .isInstanceOf(world.mergesByItself() ? MergeResult.Scheduled.class : MergeResult.Deferred.class));

        assertThat(host.merge(opened.number(), proposal.commit()))
                .isInstanceOf(world.mergesByItself() ? MergeResult.Scheduled.class : MergeResult.Deferred.class);
        assertThat(host.read(opened.number()).isOpen()).isTrue();
    }

    @Test
    void reportsARefusalOfTheHost() {
        assertThatThrownBy(() -> host.read(4711))
                .isInstanceOf(HostRefused.class)
                .hasMessageContaining("reading a")
                .hasMessageContaining("404");
    }

    @Test
    void updatesTheOneRequestInsteadOfOpeningMore() {
        RequestKeeper keeper = new RequestKeeper(host);
        keeper.keep(pushed("web 1.2.3"));

        RequestResult kept = keeper.keep(pushed("web 1.2.4"));
        keeper.keep(pushed("web 1.2.4"));

        assertThat(kept).isInstanceOf(RequestResult.Open.class);
        assertThat(host.open(MAIN)).singleElement().satisfies(one -> {
            assertThat(one.title()).isEqualTo("Update to web 1.2.4");
            assertThat(one.text()).startsWith("All of *production*: web 1.2.4, größer");
        });
    }

    @Test
    void closesARequestThatAnotherBranchReplaces() {
        RequestKeeper keeper = new RequestKeeper(host);
        keeper.keep(pushed("web 1.2.3"));

        keeper.keep(proposal("updates/production", world.branch("updates/production"), "web 1.2.3", false));

        assertThat(host.open(MAIN))
                .extracting(ReviewRequest::head)
                .containsExactly(GitRef.branch("updates/production"));
        assertThat(host.newest(HEAD, MAIN).orElseThrow().text()).contains("Closed by Millrace: superseded by http");
    }

    @Test
    void closesARequestWithNothingLeftAndOpensAnotherLater() {
        RequestKeeper keeper = new RequestKeeper(host);
        keeper.keep(pushed("web 1.2.3"));

        keeper.drop("production", MAIN, "main has a newer version");

        assertThat(host.open(MAIN)).isEmpty();
        assertThat(keeper.keep(pushed("web 1.2.3"))).isInstanceOf(RequestResult.Open.class);
        assertThat(host.open(MAIN)).hasSize(1);
    }

    @Test
    void opensNoRequestAgainThatAUserClosed() {
        RequestKeeper keeper = new RequestKeeper(host);
        keeper.keep(pushed("web 1.2.3"));
        world.closedByUser(host.open(MAIN).getFirst().number());

        RequestResult same = keeper.keep(pushed("web 1.2.3"));

        assertThat(same).isInstanceOf(RequestResult.Declined.class);
        assertThat(host.open(MAIN)).isEmpty();
        assertThat(keeper.keep(pushed("web 1.2.4"))).isInstanceOf(RequestResult.Open.class);
        assertThat(host.open(MAIN)).hasSize(1);
    }

    @Test
    void mergesAnAutoMergeRequestByItself() {
        RequestKeeper keeper = new RequestKeeper(host);
        Proposal proposal = proposal("millrace/production", world.branch("millrace/production"), "web 1.2.3", true);

        await().atMost(Duration.ofMinutes(2)).until(() -> keeper.keep(proposal) instanceof RequestResult.Merged);

        assertThat(host.open(MAIN)).isEmpty();
    }
}

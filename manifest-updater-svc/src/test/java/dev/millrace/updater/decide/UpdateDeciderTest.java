package dev.millrace.updater.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Source;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.policy.PlaceRules;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.updater.policy.Versions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpdateDeciderTest {
    private static final ImageName IMAGE = new ImageName("reg.example/shop/web");
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final Policies POLICIES = policies(List.of("main", "hotfix"));

    @Test
    void theFirstImageIsWritten() {
        assertThat(decide(update("main", 1), WrittenUpdates.NONE)).isInstanceOf(Decision.Write.class);
    }

    @Test
    void anImageThatIsNotNewerThanTheFloorIsNotWritten() {
        WrittenUpdates written = new WrittenUpdates(List.of(written(3), written(5), written(4)));

        assertThat(decide(update("main", 4), written)).isInstanceOf(Decision.Done.class);
        assertThat(decide(update("main", 2), written)).isEqualTo(new Decision.Leave(Decision.Reason.NOT_NEWER));
        assertThat(decide(update("main", 6), written)).isInstanceOf(Decision.Write.class);
    }

    @Test
    void anImageOfAnotherBranchIsNotWritten() {
        assertThat(decide(update("feature", 9), WrittenUpdates.NONE))
                .isEqualTo(new Decision.Leave(Decision.Reason.BRANCH_NOT_ALLOWED));
    }

    @Test
    void anUpdateForARemovedPolicyIsNotWritten() {
        assertThat(UpdateDecider.decide(update("main", 1), Policies.NONE, BranchState.EMPTY))
                .isEqualTo(new Decision.Leave(Decision.Reason.NO_SUCH_POLICY));
    }

    @Test
    void anImageThatIsNotNewerThanAUsersValueIsNotWritten() {
        BranchState branchState =
                branchState(new PresentVersion(new Tag("t5"), Optional.empty(), Optional.of(built(5))), Set.of());

        assertThat(UpdateDecider.decide(update("main", 4), POLICIES, branchState))
                .isEqualTo(new Decision.Leave(Decision.Reason.NOT_NEWER_THAN_PRESENT));
        assertThat(UpdateDecider.decide(update("main", 6), POLICIES, branchState))
                .isInstanceOf(Decision.Write.class);
    }

    @Test
    void theBuildInfoOfAPresentValueComesFromOurTrailers() {
        BranchState branchState = new BranchState(
                new WrittenUpdates(List.of(written(5))),
                Map.of("web", new PresentVersion(new Tag("t5"), Optional.empty(), Optional.empty())),
                Set.of());

        assertThat(UpdateDecider.decide(update("main", 4), POLICIES, branchState))
                .isEqualTo(new Decision.Leave(Decision.Reason.NOT_NEWER));
    }

    @Test
    void aHeldPolicyIsNotWritten() {
        BranchState branchState = new BranchState(WrittenUpdates.NONE, Map.of(), Set.of("web"));

        assertThat(UpdateDecider.decide(update("main", 1), POLICIES, branchState))
                .isEqualTo(new Decision.Leave(Decision.Reason.HELD));
    }

    @Test
    void anImageWaitsWhereOnlyPromotionsAreWritten() {
        Policy policy = POLICIES.all().getFirst();
        Promotion after = new Promotion(
                Optional.of("production"),
                Optional.of(new Promotion.After(List.of("staging"), true, Duration.ofMinutes(10))),
                Promotion.Gates.NONE,
                false);
        Policies waiting = Policies.of(List.of(
                new Policy(policy.name(), policy.image(), policy.versions(), policy.places(), after, "production")));

        assertThat(UpdateDecider.decide(update("main", 1), waiting, BranchState.EMPTY))
                .isEqualTo(new Decision.Leave(Decision.Reason.WAITS_FOR_PROMOTION));
        assertThat(UpdateDecider.decide(
                        of(UpdateRequested.Kind.PROMOTION, 1, Optional.empty()), waiting, BranchState.EMPTY))
                .isInstanceOf(Decision.Write.class);
    }

    @Test
    void ourCommitIsRevertedOnce() {
        WrittenUpdate ours = written(5);
        UpdateRequested revert = of(UpdateRequested.Kind.REVERT, 99, Optional.of(ours.commit()));
        WrittenUpdate back = new WrittenUpdate(
                new CommitId("f".repeat(40)),
                "web",
                ours.chain(),
                event(77),
                IMAGE,
                ours.tag(),
                ours.digest(),
                ours.built(),
                Optional.of(ours.commit()));

        assertThat(UpdateDecider.decide(revert, POLICIES, BranchState.written(new WrittenUpdates(List.of(ours)))))
                .isEqualTo(new Decision.Revert(POLICIES.all().getFirst(), revert, ours));
        assertThat(UpdateDecider.decide(revert, POLICIES, BranchState.written(new WrittenUpdates(List.of(back, ours)))))
                .isEqualTo(new Decision.Leave(Decision.Reason.NOTHING_TO_REVERT));
        assertThat(UpdateDecider.decide(revert, POLICIES, BranchState.EMPTY))
                .isEqualTo(new Decision.Leave(Decision.Reason.NOTHING_TO_REVERT));
    }

    @Test
    void aNewerImageReplacesARevert() {
        WrittenUpdate ours = written(5);
        UpdateRequested revert = of(UpdateRequested.Kind.REVERT, 99, Optional.of(ours.commit()));
        BranchState branchState = BranchState.written(new WrittenUpdates(List.of(ours)));

        List<Decision> decisions = UpdateDecider.decide(List.of(revert, update("main", 6)), POLICIES, branchState);

        assertThat(decisions.getFirst()).isEqualTo(new Decision.Leave(Decision.Reason.SUPERSEDED));
        assertThat(decisions.getLast()).isInstanceOf(Decision.Write.class);
    }

    @Test
    void aReleasedImageMayBeWrittenAgain() {
        WrittenUpdates written = new WrittenUpdates(List.of(written(5)));

        assertThat(written.without("web", Set.of(written(5).digest())).all()).isEmpty();
        assertThat(written.without("other", Set.of(written(5).digest())).all()).hasSize(1);
    }

    @Test
    void onlyTheNewestOfSeveralUpdatesIsWrittenInAnyOrder() {
        List<UpdateRequested> updates = List.of(update("main", 2), update("main", 5), update("main", 3));

        List<Decision> decisions = UpdateDecider.decide(updates, POLICIES, BranchState.EMPTY);

        assertThat(decisions)
                .containsExactly(
                        new Decision.Leave(Decision.Reason.SUPERSEDED),
                        new Decision.Write(POLICIES.all().getFirst(), updates.get(1)),
                        new Decision.Leave(Decision.Reason.SUPERSEDED));
    }

    @Test
    void theSameUpdateTwiceIsWrittenOnce() {
        List<UpdateRequested> updates = List.of(update("main", 2), update("main", 2));

        List<Decision> decisions = UpdateDecider.decide(updates, POLICIES, BranchState.EMPTY);

        assertThat(decisions).filteredOn(Decision.Write.class::isInstance).hasSize(1);
    }

    private static Decision decide(UpdateRequested update, WrittenUpdates written) {
        return UpdateDecider.decide(update, POLICIES, BranchState.written(written));
    }

    private static Policies policies(List<String> branches) {
        Versions newest = Versions.NEWEST;
        Versions ofBranches = new Versions(
                branches,
                newest.releasesOnly(),
                newest.filter(),
                newest.selection(),
                newest.pinned(),
                newest.scanInterval(),
                newest.verification());
        return Policies.of(List.of(
                new Policy("web", IMAGE, ofBranches, PlaceRules.MARKERS, Promotion.NONE, Policy.DEFAULT_GROUP)));
    }

    private static EventId event(long sequence) {
        return EventId.of("image.built", Long.toString(sequence));
    }

    private static BranchState branchState(PresentVersion present, Set<String> held) {
        return new BranchState(WrittenUpdates.NONE, Map.of("web", present), held);
    }

    private static BuildInfo built(long sequence) {
        return new BuildInfo.FromSource(BuildInfoTest.source("main", sequence, sequence));
    }

    private static UpdateRequested of(UpdateRequested.Kind kind, long sequence, Optional<CommitId> reverts) {
        UpdateRequested image = update("main", sequence);
        return new UpdateRequested(
                image.repository(),
                image.ref(),
                image.policy(),
                image.place(),
                kind,
                image.image(),
                image.tag(),
                image.digest(),
                image.pushedAt(),
                image.builtAt(),
                image.source(),
                reverts,
                image.cause(),
                image.decidedAt());
    }

    private static UpdateRequested update(String ref, long sequence) {
        return new UpdateRequested(
                new RepositoryId("git.example/shop/config"),
                GitRef.branch("main"),
                "web",
                "",
                UpdateRequested.Kind.IMAGE,
                IMAGE,
                new Tag("t" + sequence),
                new Digest("sha256:" + "a".repeat(64)),
                NOON,
                Optional.empty(),
                Optional.of(BuildInfoTest.source(ref, sequence, sequence)),
                Optional.empty(),
                event(sequence),
                NOON);
    }

    private static WrittenUpdate written(long sequence) {
        Source source = BuildInfoTest.source("main", sequence, sequence);
        return new WrittenUpdate(
                source.commit(),
                "web",
                ChainId.of(source.repository(), source.commit()),
                event(sequence),
                IMAGE,
                new Tag("t" + sequence),
                new Digest("sha256:" + "a".repeat(64)),
                new BuildInfo.FromSource(source),
                Optional.empty());
    }
}

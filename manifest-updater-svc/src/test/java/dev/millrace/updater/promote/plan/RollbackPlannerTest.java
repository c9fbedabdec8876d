package dev.millrace.updater.promote.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.SyncCompleted.Outcome;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.decide.WrittenUpdates;
import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.policy.Environment;
import dev.millrace.updater.policy.ImageSet;
import dev.millrace.updater.policy.PlaceRules;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.updater.policy.Promotion.Gates;
import dev.millrace.updater.policy.Versions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The reverts of a failed attempt: exactly our commit that broke it, nothing else, and never twice. */
class RollbackPlannerTest {
    private static final ApplicationId APPLICATION = ApplicationId.parse("local/shop/web");
    private static final CommitId GOOD = new CommitId("a".repeat(40));
    private static final CommitId BAD = new CommitId("b".repeat(40));
    private static final WrittenUpdate FIRST = written(GOOD, 1, Optional.empty());
    private static final WrittenUpdate SECOND = written(BAD, 2, Optional.empty());
    private static final WrittenUpdates HISTORY = new WrittenUpdates(List.of(SECOND, FIRST));
    private static final String IMAGE = "reg.example/shop/web:t2";

    @Test
    void aRolloutThatOurCommitBrokeIsReverted() {
        List<WrittenUpdate> back = plan(failed(failure(FailureKind.ROLLOUT, true, IMAGE)), HISTORY, Set.of(BAD));

        assertThat(back).containsExactly(SECOND);
    }

    @Test
    void anImageThatIsPinnedByDigestIsTheSameImage() {
        String pinned = IMAGE + "@" + Sandbox.image(2).digest();

        List<WrittenUpdate> back = plan(failed(failure(FailureKind.ROLLOUT, true, pinned)), HISTORY, Set.of(BAD));

        assertThat(back).containsExactly(SECOND);
    }

    @Test
    void anotherDigestUnderTheSameTagIsNotOurImage() {
        String other = IMAGE + "@" + Sandbox.image(3).digest();

        assertThat(plan(failed(failure(FailureKind.ROLLOUT, true, other)), HISTORY, Set.of(BAD)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = FailureKind.class, mode = EnumSource.Mode.EXCLUDE, names = "ROLLOUT")
    void aFailureThatNoRevertCanFixIsIgnored(FailureKind kind) {
        assertThat(plan(failed(failure(kind, true, IMAGE)), HISTORY, Set.of(BAD)))
                .isEmpty();
    }

    @Test
    void anObjectThatTheAttemptDidNotChangeProvesNothing() {
        assertThat(plan(failed(failure(FailureKind.ROLLOUT, false, IMAGE)), HISTORY, Set.of(BAD)))
                .isEmpty();
    }

    @Test
    void anObjectThatRunsAnotherImageProvesNothing() {
        String other = "reg.example/shop/db:t2";

        assertThat(plan(failed(failure(FailureKind.ROLLOUT, true, other)), HISTORY, Set.of(BAD)))
                .isEmpty();
    }

    @Test
    void aUsersCommitThatBrokeItIsNeverReverted() {
        // The attempt deployed something else on top of our commit, which had rolled out before.
        assertThat(plan(failed(failure(FailureKind.ROLLOUT, true, IMAGE)), HISTORY, Set.of()))
                .isEmpty();
    }

    @Test
    void aCommitWithANewerOneIsNotReverted() {
        WrittenUpdates newer =
                new WrittenUpdates(List.of(written(new CommitId("c".repeat(40)), 3, Optional.empty()), SECOND, FIRST));

        assertThat(plan(failed(failure(FailureKind.ROLLOUT, true, IMAGE)), newer, Set.of(BAD)))
                .isEmpty();
    }

    @Test
    void aRevertedCommitIsNotRevertedAgain() {
        WrittenUpdates after =
                new WrittenUpdates(List.of(written(new CommitId("c".repeat(40)), 2, Optional.of(BAD)), SECOND, FIRST));

        assertThat(plan(failed(failure(FailureKind.ROLLOUT, true, IMAGE)), after, Set.of(BAD)))
                .isEmpty();
    }

    @Test
    void aRevertThatFailsTooIsNotReverted() {
        CommitId revert = new CommitId("c".repeat(40));
        WrittenUpdates after = new WrittenUpdates(List.of(written(revert, 2, Optional.of(BAD)), SECOND, FIRST));

        assertThat(plan(
                        failed(
                                failure(FailureKind.ROLLOUT, true, IMAGE),
                                failure(FailureKind.ROLLOUT, true, "reg.example/shop/web:t1")),
                        after,
                        Set.of(revert, BAD)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Outcome.class, mode = EnumSource.Mode.EXCLUDE, names = "Failed")
    void onlyAFailedAttemptCausesARevert(Outcome outcome) {
        SyncCompleted ended = attempt(outcome, Optional.of(GOOD), failure(FailureKind.ROLLOUT, true, IMAGE));

        assertThat(plan(ended, HISTORY, Set.of(BAD))).isEmpty();
    }

    @Test
    void aFirstDeploymentIsNotReverted() {
        SyncCompleted first = attempt(Outcome.Failed, Optional.empty(), failure(FailureKind.ROLLOUT, true, IMAGE));

        assertThat(plan(first, HISTORY, Set.of(BAD))).isEmpty();
    }

    @Test
    void nothingIsRevertedUnlessConfigured() {
        assertThat(RollbackPlanner.plan(
                        failed(failure(FailureKind.ROLLOUT, true, IMAGE)),
                        policies(false),
                        HISTORY,
                        Set.of(BAD),
                        Set.of()))
                .isEmpty();
    }

    @Test
    void nothingIsRevertedForAHeldPolicy() {
        assertThat(RollbackPlanner.plan(
                        failed(failure(FailureKind.ROLLOUT, true, IMAGE)),
                        policies(true),
                        HISTORY,
                        Set.of(BAD),
                        Set.of(Sandbox.POLICY)))
                .isEmpty();
    }

    private static List<WrittenUpdate> plan(SyncCompleted attempt, WrittenUpdates written, Set<CommitId> brought) {
        return RollbackPlanner.plan(attempt, policies(true), written, brought, Set.of());
    }

    @ParameterizedTest(name = "{0} fails, {1} is named: {2}")
    @CsvSource({
        "local/shop/web, local/shop/web, true",
        "local/attacker/web, local/shop/web, false",
        "local/shop/web-copy, local/shop/web, false",
        "sandbox/shop/web, local/shop/web, false",
        "local/shop/web, , false"
    })
    void onlyAnApplicationThatTheEnvironmentNamesCausesARevert(
            String failing, @Nullable String named, boolean reverts) {
        SyncCompleted failed = attempt(
                ApplicationId.parse(failing),
                Outcome.Failed,
                Optional.of(GOOD),
                failure(FailureKind.ROLLOUT, true, IMAGE));

        List<WrittenUpdate> back = RollbackPlanner.plan(
                failed, policies(true, Optional.ofNullable(named)), HISTORY, Set.of(BAD), Set.of());

        assertThat(back).isEqualTo(reverts ? List.of(SECOND) : List.of());
    }

    @ParameterizedTest(name = "written by {0}: {1}")
    @CsvSource({"the same commit, 2", "another commit, 1"})
    void allImagesOfASetThatOneCommitWroteAreReverted(String commit, int reverts) {
        ImageName api = new ImageName("reg.example/shop/api");
        ImageSet set = new ImageSet("shop", List.of(Sandbox.IMAGE, api));
        Policy web = policies(true).all().getFirst().in(set);
        Policies policies =
                policies(true).with(List.of(web, Policy.newest("shop.api", api).in(set)));
        WrittenUpdate sibling = new WrittenUpdate(
                commit.startsWith("the same") ? BAD : GOOD,
                "shop.api",
                SECOND.chain(),
                SECOND.event(),
                api,
                SECOND.tag(),
                SECOND.digest(),
                SECOND.built(),
                Optional.empty());

        List<WrittenUpdate> back = RollbackPlanner.plan(
                failed(failure(FailureKind.ROLLOUT, true, IMAGE)),
                policies,
                new WrittenUpdates(List.of(SECOND, sibling, FIRST)),
                Set.of(BAD),
                Set.of());

        assertThat(back).isEqualTo(List.of(SECOND, sibling).subList(0, reverts));
    }

    private static Policies policies(boolean revert) {
        return policies(revert, Optional.of(APPLICATION.toString()));
    }

    private static Policies policies(boolean revert, Optional<String> named) {
        Promotion promotion = new Promotion(Optional.of("production"), Optional.empty(), Gates.NONE, revert);
        Policy policy =
                new Policy(Sandbox.POLICY, Sandbox.IMAGE, Versions.NEWEST, PlaceRules.MARKERS, promotion, "production");
        Map<String, Environment> environments = named.map(ApplicationId::parse)
                .map(one -> Map.of("production", new Environment("production", List.of(one))))
                .orElse(Map.of());
        return new Policies(List.of(policy), environments, Delivery.PUSH, Map.of());
    }

    private static WrittenUpdate written(CommitId commit, int n, Optional<CommitId> reverts) {
        KnownImage image = Sandbox.image(n);
        return new WrittenUpdate(
                commit,
                Sandbox.POLICY,
                image.chain(),
                EventId.of("cause", commit.value()),
                Sandbox.IMAGE,
                image.tag(),
                image.digest(),
                image.built(),
                reverts);
    }

    private static ObjectFailure failure(FailureKind kind, boolean changed, String image) {
        return new ObjectFailure(
                new ObjectRef("apps/v1", "Deployment", Optional.of("shop"), "web"),
                kind,
                "container web crashes",
                changed,
                List.of(image));
    }

    private static SyncCompleted failed(ObjectFailure... failures) {
        return attempt(Outcome.Failed, Optional.of(GOOD), failures);
    }

    private static SyncCompleted attempt(Outcome outcome, Optional<CommitId> previous, ObjectFailure... failures) {
        return attempt(APPLICATION, outcome, previous, failures);
    }

    private static SyncCompleted attempt(
            ApplicationId application, Outcome outcome, Optional<CommitId> previous, ObjectFailure... failures) {
        return new SyncCompleted(
                application,
                "uid",
                2,
                outcome,
                Optional.empty(),
                Sandbox.CONFIG,
                GitRef.branch("main"),
                BAD,
                previous,
                new SyncCompleted.Counts(0, 1, 0, 0, 1),
                List.of(),
                List.of(IMAGE),
                List.of(failures),
                List.of(),
                Sandbox.NOON,
                Optional.of(Sandbox.NOON),
                Optional.empty(),
                SyncCompleted.Trigger.EVENT,
                List.of());
    }
}

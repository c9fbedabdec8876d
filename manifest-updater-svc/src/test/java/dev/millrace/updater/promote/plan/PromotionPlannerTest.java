package dev.millrace.updater.promote.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.PolicyState.Approval;
import dev.millrace.events.PolicyState.Hold;
import dev.millrace.events.value.EventId;
import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.policy.Promotion.Freeze;
import dev.millrace.updater.promote.plan.PromotionPlan.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The conditions of a promotion: soaked without a break upstream, newer than the current version, and every gate open. */
class PromotionPlannerTest {
    private static final Instant NOON = Sandbox.NOON;

    @Test
    void anImageThatWasHealthyForLongEnoughIsPromotedByTheAttemptThatDeployedIt() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging");
        sandbox.healthy("web", 1, NOON.minusSeconds(600));

        PromotionPlan plan = sandbox.plan();

        assertThat(plan).isInstanceOfSatisfying(PromotionPlan.Promote.class, promote -> {
            assertThat(promote.update().tag()).isEqualTo(Sandbox.image(1).tag());
            assertThat(promote.update().digest()).isEqualTo(Sandbox.image(1).digest());
            assertThat(promote.update().cause()).isEqualTo(Sandbox.attempt("web", NOON.minusSeconds(600)));
        });
    }

    @Test
    void theSameFactsGiveTheSameRequestAnHourLater() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging");
        sandbox.healthy("web", 1, NOON.minusSeconds(600));
        EventId now = promoted(sandbox.plan()).update().id();

        sandbox.now = NOON.plusSeconds(3600);

        assertThat(promoted(sandbox.plan()).update().id()).isEqualTo(now);
    }

    @Test
    void aSoakIsDueToTheSecond() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging");
        sandbox.healthy("web", 1, NOON.minusSeconds(599));

        assertThat(sandbox.plan()).satisfies(plan -> waits(plan, WaitReason.SOAK, Optional.of(NOON.plusSeconds(1))));
    }

    @Test
    void aBreakOfHealthRestartsTheSoak() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging");
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));
        sandbox.turned("web", false, NOON.minusSeconds(300));
        sandbox.turned("web", true, NOON.minusSeconds(240));

        assertThat(sandbox.plan()).satisfies(plan -> waits(plan, WaitReason.SOAK, Optional.of(NOON.plusSeconds(360))));
    }

    @Test
    void anUnhealthyImageIsNotPromotedHoweverLongItWasHealthyBefore() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging");
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));
        sandbox.turned("web", false, NOON.minusSeconds(60));

        assertThat(sandbox.plan()).isInstanceOf(PromotionPlan.Nothing.class);
    }

    @Test
    void factsOutOfOrderGiveTheSamePlan() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging");
        sandbox.turned("web", true, NOON.minusSeconds(700));
        sandbox.turned("web", false, NOON.minusSeconds(800));
        sandbox.healthy("web", 1, NOON.minusSeconds(900));

        assertThat(sandbox.plan()).isInstanceOf(PromotionPlan.Promote.class);
    }

    @Test
    void allApplicationsMustHaveRunItAtTheSameTime() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging");
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));
        sandbox.healthy("web-eu", 1, NOON.minusSeconds(60));

        assertThat(sandbox.plan()).satisfies(plan -> waits(plan, WaitReason.SOAK, Optional.of(NOON.plusSeconds(540))));
    }

    @Test
    void anApplicationWithoutEventsBlocksThePromotion() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging").silent("web-eu");
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));

        assertThat(sandbox.plan()).isInstanceOfSatisfying(PromotionPlan.Nothing.class, nothing -> {
            assertThat(nothing.reason()).contains("no event of").contains("web-eu");
            assertThat(nothing.blocked().map(KnownImage::tag))
                    .contains(Sandbox.image(2).tag());
        });
    }

    @Test
    void twoClustersWithOneNameBlockThePromotion() {
        Sandbox sandbox =
                new Sandbox().after(Duration.ofMinutes(10), "staging").conflict("2 clusters have the name staging");
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));

        assertThat(sandbox.plan())
                .isInstanceOfSatisfying(PromotionPlan.Nothing.class, nothing -> assertThat(nothing.reason())
                        .contains("2 clusters have the name staging"));
    }

    @Test
    void aSoakedImageIsPromotedAlthoughANewerOneReplacedIt() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging");
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));
        sandbox.healthy("web", 2, NOON.minusSeconds(60));

        assertThat(promoted(sandbox.plan()).update().tag())
                .isEqualTo(Sandbox.image(1).tag());
    }

    @Test
    void anImageThatUpstreamRevertedIsNotPromoted() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging").floor(1);
        sandbox.healthy("web", 2, NOON.minusSeconds(3600));
        sandbox.healthy("web", 1, NOON.minusSeconds(60));

        assertThat(sandbox.plan()).isInstanceOf(PromotionPlan.Nothing.class);
    }

    @Test
    void allOfSeveralEnvironmentsMustHaveSoakedIt() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging", "load");
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));
        sandbox.healthy("load", "web-load", 1, NOON.minusSeconds(300));

        assertThat(sandbox.plan()).satisfies(plan -> waits(plan, WaitReason.SOAK, Optional.of(NOON.plusSeconds(300))));
    }

    @Test
    void anyEnvironmentIsEnoughIfConfigured() {
        Sandbox sandbox = new Sandbox().afterAny(Duration.ofMinutes(10), "staging", "load");
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));
        sandbox.healthy("load", "web-load", 1, NOON.minusSeconds(300));

        assertThat(sandbox.plan()).isInstanceOf(PromotionPlan.Promote.class);
    }

    @Test
    void aWrittenImageIsNotRequestedAgain() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging").floor(1);
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));

        assertThat(sandbox.plan()).isInstanceOf(PromotionPlan.Nothing.class);
    }

    @Test
    void anImageWithAFailedRolloutIsNotPromotedUntilItIsReleased() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging");
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));
        sandbox.bad(1);
        PromotionPlan before = sandbox.plan();
        EventId release = EventId.of("policy.state", "release");

        sandbox.released(1, release);

        assertThat(before).isInstanceOf(PromotionPlan.Nothing.class);
        assertThat(promoted(sandbox.plan()).update().cause()).isEqualTo(release);
    }

    @Test
    void aHeldPolicyWaitsForItsRelease() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging");
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));
        sandbox.hold(new Hold("ada", "the sale begins", NOON));

        assertThat(sandbox.plan()).satisfies(plan -> {
            waits(plan, WaitReason.HOLD, Optional.empty());
            assertThat(((PromotionPlan.WaitUntil) plan).reason()).isEqualTo("held by ada: the sale begins");
        });
    }

    @Test
    void anApprovalIsForOneImageOnly() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging").approval();
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));
        PromotionPlan.WaitUntil first = (PromotionPlan.WaitUntil) sandbox.plan();

        sandbox.approve(new Approval(first.id(), "grace", NOON));

        assertThat(first.why()).isEqualTo(WaitReason.APPROVAL);
        assertThat(promoted(sandbox.plan()).update().tag())
                .isEqualTo(Sandbox.image(1).tag());
        sandbox.floor(1).healthy("web", 2, NOON.minusSeconds(3000));
        assertThat(sandbox.plan()).satisfies(plan -> waits(plan, WaitReason.APPROVAL, Optional.empty()));
    }

    @Test
    void anApprovalIsNotLostWhenANewerImageHasSoaked() {
        Sandbox sandbox = new Sandbox().after(Duration.ofMinutes(10), "staging").approval();
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));
        PromotionPlan.WaitUntil first = (PromotionPlan.WaitUntil) sandbox.plan();
        sandbox.healthy("web", 2, NOON.minusSeconds(3000));

        sandbox.approve(new Approval(first.id(), "grace", NOON));

        assertThat(promoted(sandbox.plan()).update().tag())
                .isEqualTo(Sandbox.image(1).tag());
    }

    @Test
    void aManuallyMergedRequestNeedsNoOtherApproval() {
        Sandbox sandbox = new Sandbox()
                .after(Duration.ofMinutes(10), "staging")
                .approval()
                .delivered(Delivery.Mode.REQUEST);
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));

        assertThat(sandbox.plan()).isInstanceOf(PromotionPlan.Promote.class);
    }

    @Test
    void nothingIsPromotedDuringAFreezeInItsZone() {
        // The 14th of March 2026 is a Saturday; Friday 18:00 in Berlin is 17:00 UTC, and 62 hours later it is Monday
        // 08:00 there.
        Sandbox sandbox = new Sandbox()
                .after(Duration.ofMinutes(10), "staging")
                .freeze(new Freeze("0 18 * * 5", Duration.ofHours(62), ZoneId.of("Europe/Berlin")));
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));

        assertThat(sandbox.plan())
                .satisfies(plan -> waits(plan, WaitReason.FREEZE, Optional.of(Instant.parse("2026-03-16T07:00:00Z"))));
    }

    @Test
    void aFreezeThatIsOverBlocksNothing() {
        Sandbox sandbox = new Sandbox()
                .after(Duration.ofMinutes(10), "staging")
                .freeze(new Freeze("0 18 * * 5", Duration.ofHours(4), ZoneId.of("Europe/Berlin")));
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));

        assertThat(sandbox.plan()).isInstanceOf(PromotionPlan.Promote.class);
    }

    @Test
    void consecutiveFreezesCountAsOne() {
        Sandbox sandbox = new Sandbox()
                .after(Duration.ofMinutes(10), "staging")
                .freeze(
                        new Freeze("0 11 * * *", Duration.ofHours(2), ZoneId.of("UTC")),
                        new Freeze("0 13 * * *", Duration.ofHours(1), ZoneId.of("UTC")));
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));

        assertThat(sandbox.plan())
                .satisfies(plan -> waits(plan, WaitReason.FREEZE, Optional.of(NOON.plusSeconds(7200))));
    }

    @Test
    void theDailyLimitIsNotExceeded() {
        Sandbox sandbox = new Sandbox()
                .after(Duration.ofMinutes(10), "staging")
                .perDay(2, NOON.minusSeconds(3600), NOON.minusSeconds(7200), NOON.minusSeconds(100_000));
        sandbox.healthy("web", 1, NOON.minusSeconds(3600));

        assertThat(sandbox.plan())
                .satisfies(plan -> waits(plan, WaitReason.PER_DAY, Optional.of(NOON.plusSeconds(86_400 - 7200))));
    }

    @Test
    void aPolicyWithGatesOnlyPromotesTheNewestAnnouncedImage() {
        Sandbox sandbox = new Sandbox().images(1, 2, 3).approval();

        assertThat(sandbox.plan()).isInstanceOfSatisfying(PromotionPlan.WaitUntil.class, waits -> {
            assertThat(waits.why()).isEqualTo(WaitReason.APPROVAL);
            assertThat(waits.image()).isEqualTo(Sandbox.image(3));
        });
    }

    private static PromotionPlan.Promote promoted(PromotionPlan plan) {
        assertThat(plan).isInstanceOf(PromotionPlan.Promote.class);
        return (PromotionPlan.Promote) plan;
    }

    private static void waits(PromotionPlan plan, WaitReason why, Optional<Instant> at) {
        assertThat(plan).isInstanceOfSatisfying(PromotionPlan.WaitUntil.class, waits -> {
            assertThat(waits.why()).isEqualTo(why);
            assertThat(waits.at()).isEqualTo(at);
        });
    }
}

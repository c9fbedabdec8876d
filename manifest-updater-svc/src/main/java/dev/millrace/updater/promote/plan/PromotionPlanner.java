package dev.millrace.updater.promote.plan;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.updater.decide.Candidate;
import dev.millrace.updater.decide.Decision;
import dev.millrace.updater.decide.Decision.Reason;
import dev.millrace.updater.decide.Ranking;
import dev.millrace.updater.decide.UpdateDecider;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Promotion.After;
import dev.millrace.updater.promote.plan.PromotionPlan.WaitReason;
import dev.millrace.updater.promote.plan.Upstream.Soak;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Plans the next version of a policy that has conditions. */
public final class PromotionPlanner {
    private final Situation situation;

    private PromotionPlanner(Situation situation) {
        this.situation = situation;
    }

    /** An image that may be promoted, and its soak. */
    private record EligibleImage(KnownImage image, UpdateRequested update, Soak soak) {}

    /** The plan for a policy. The newest soaked image goes first; one that is still soaking waits behind it. */
    public static PromotionPlan plan(Situation situation) {
        return new PromotionPlanner(situation).plan();
    }

    /** A promotion's id: the same for the same image and policy, whenever it is planned. */
    public static EventId id(Situation situation, KnownImage image) {
        return EventId.of(
                "promotion",
                situation.repository().value(),
                situation.policy().name(),
                situation.policy().image() + ":" + image.tag() + "@" + image.digest());
    }

    private PromotionPlan plan() {
        List<EligibleImage> eligible = new ArrayList<>();
        String reason = "no newer image is known";
        KnownImage blocked = null;
        for (KnownImage image : aboveTheFloor()) {
            Soak soak = soak(image.digest(), image.event());
            switch (soak) {
                case Soak.Unmet unmet -> {
                    reason = image.tag() + ": " + unmet.reason();
                    blocked = isAccepted(update(image, image.event())) ? image : blocked;
                }
                case Soak.Done done -> add(eligible, image, done.event(), soak);
                case Soak.InProgress under -> add(eligible, image, image.event(), soak);
            }
        }
        Optional<EligibleImage> soaked = newest(eligible, true);
        if (soaked.isPresent()) {
            // The approval of an image is not lost when a newer, unapproved image has soaked too.
            List<EligibleImage> approved = eligible.stream()
                    .filter(one -> GateKeeper.isApproved(situation, id(situation, one.image())))
                    .toList();
            return gated(newest(approved, true).orElse(soaked.get()));
        }
        PromotionPlan nothing = new PromotionPlan.Nothing(reason, Optional.ofNullable(blocked));
        return newest(eligible, false).map(this::soaking).orElse(nothing);
    }

    /** The images newer than the floor: most images are older than the written one and need no closer check. */
    private List<KnownImage> aboveTheFloor() {
        Policy policy = situation.policy();
        Ranking ranking = new Ranking(policy.versions());
        Optional<Candidate> floor =
                situation.branchState().written().floor(policy).map(Candidate::of);
        return situation.images().stream()
                .filter(image -> floor.map(written -> ranking.isNewer(image.candidate(), written)
                                || (situation.released().containsKey(image.digest())
                                        && ranking.isHeldBackBy(image.candidate(), written)))
                        .orElse(true))
                .toList();
    }

    private void add(List<EligibleImage> eligible, KnownImage image, EventId cause, Soak soak) {
        EventId event = situation.released().getOrDefault(image.digest(), cause);
        UpdateRequested update = update(image, event);
        if (isAccepted(update) && !isReverted(image)) {
            eligible.add(new EligibleImage(image, update, soak));
        }
    }

    private boolean isAccepted(UpdateRequested update) {
        return switch (UpdateDecider.decide(update, situation.policies(), situation.branchState())) {
            case Decision.Write write -> true;
            case Decision.Leave leave -> leave.reason() == Reason.HELD;
            case Decision.Done done -> false;
            case Decision.Revert revert -> throw new IllegalStateException("a promotion is never a revert");
        };
    }

    /** Returns true if a failed rollout reverted the image, or upstream went back to an older one. */
    private boolean isReverted(KnownImage image) {
        if (situation.bad().contains(image.digest()) && !situation.released().containsKey(image.digest())) {
            return true;
        }
        Ranking ranking = new Ranking(situation.policy().versions());
        return situation.upstreams().stream()
                .flatMap(upstream -> upstream.current().stream())
                .filter(current -> !current.equals(image.digest()))
                .anyMatch(current -> situation.images().stream()
                        .filter(other -> other.digest().equals(current))
                        .noneMatch(other -> ranking.isNewer(other.candidate(), image.candidate())));
    }

    private Optional<EligibleImage> newest(List<EligibleImage> eligible, boolean done) {
        Ranking ranking = new Ranking(situation.policy().versions());
        return eligible.stream()
                .filter(one -> one.soak() instanceof Soak.Done == done)
                .reduce((one, other) ->
                        ranking.isNewer(other.image().candidate(), one.image().candidate()) ? other : one);
    }

    private PromotionPlan soaking(EligibleImage one) {
        Optional<Instant> until =
                one.soak() instanceof Soak.InProgress(Instant due) ? Optional.of(due) : Optional.empty();
        return waits(one.image(), WaitReason.SOAK, "not healthy for long enough yet", until);
    }

    private PromotionPlan gated(EligibleImage one) {
        KnownImage image = one.image();
        if (situation.branchState().held().contains(situation.policy().name())) {
            String why = situation
                    .state()
                    .hold()
                    .map(hold -> "held by " + hold.by() + ": " + hold.reason())
                    .or(() -> situation.policy().promotion().suspended().map(reason -> "suspended: " + reason))
                    .orElse("held");
            return waits(image, WaitReason.HOLD, why, Optional.empty());
        }
        return GateKeeper.closed(situation, id(situation, image))
                .<PromotionPlan>map(closed -> waits(image, closed.why(), closed.reason(), closed.at()))
                .orElseGet(() -> new PromotionPlan.Promote(id(situation, image), one.update(), image.chain()));
    }

    private PromotionPlan waits(KnownImage image, WaitReason why, String reason, Optional<Instant> at) {
        return new PromotionPlan.WaitUntil(id(situation, image), image, why, reason, at);
    }

    /** The soak of an image; without upstream environments it is due as soon as it is announced. */
    private Soak soak(Digest digest, EventId event) {
        Optional<After> after = situation.policy().promotion().after();
        if (after.isEmpty()) {
            return new Soak.Done(situation.now(), event);
        }
        List<Soak> soaks = situation.upstreams().stream()
                .map(upstream -> upstream.soak(digest, after.get().healthy(), situation.now()))
                .toList();
        return after.get().all() ? last(soaks) : first(soaks);
    }

    private static Soak last(List<Soak> soaks) {
        return soaks.stream()
                .max(Comparator.comparing(PromotionPlanner::due))
                .orElseGet(() -> new Soak.Unmet("no upstream environment"));
    }

    private static Soak first(List<Soak> soaks) {
        return soaks.stream()
                .min(Comparator.comparing(PromotionPlanner::due))
                .orElseGet(() -> new Soak.Unmet("no upstream environment"));
    }

    private static Instant due(Soak soak) {
        return switch (soak) {
            case Soak.Done done -> done.at();
            case Soak.InProgress under -> under.until();
            case Soak.Unmet unmet -> Instant.MAX;
        };
    }

    private UpdateRequested update(KnownImage image, EventId cause) {
        return new UpdateRequested(
                situation.repository(),
                situation.branch(),
                situation.policy().name(),
                situation.policy().promotion().environment().orElse(""),
                UpdateRequested.Kind.PROMOTION,
                situation.policy().image(),
                image.tag(),
                image.digest(),
                image.pushedAt(),
                image.builtAt(),
                image.source(),
                Optional.empty(),
                cause,
                situation.now());
    }
}

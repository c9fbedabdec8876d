package dev.millrace.updater.promote.plan;

import dev.millrace.events.UpdateRequested;
import dev.millrace.updater.decide.SameVersion;
import dev.millrace.updater.policy.ImageSet;
import dev.millrace.updater.policy.Policy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Images of a set are promoted together: while one of them waits, all do. */
public final class SetPlans {
    private SetPlans() {}

    /** The plans by policy, in their order; a promotion of a set that is not due as a whole waits for the member that is not. */
    public static Map<Policy, PromotionPlan> whole(Map<Policy, PromotionPlan> plans) {
        Map<Policy, PromotionPlan> whole = new LinkedHashMap<>();
        plans.forEach((policy, plan) -> whole.put(policy, whole(policy, plan, plans)));
        return whole;
    }

    private static PromotionPlan whole(Policy policy, PromotionPlan plan, Map<Policy, PromotionPlan> plans) {
        Optional<ImageSet> set = policy.set();
        if (set.isEmpty() || !(plan instanceof PromotionPlan.Promote promote)) {
            return plan;
        }
        return plans.entrySet().stream()
                .filter(other -> other.getKey().set().equals(set))
                .flatMap(other -> reason(other.getValue(), promote.update()).stream()
                        .map(reason -> other.getKey().name() + ": " + reason))
                .findFirst()
                .<PromotionPlan>map(reason -> waits(promote, reason))
                .orElse(plan);
    }

    /** The reason why a member keeps this version from being promoted; empty if it is due too, or nothing of it is left to write. */
    private static Optional<String> reason(PromotionPlan member, UpdateRequested update) {
        SameVersion version = SameVersion.of(update);
        return switch (member) {
            case PromotionPlan.Promote promote ->
                SameVersion.of(promote.update()).isSameAs(version)
                        ? Optional.empty()
                        : Optional.of("only " + promote.update().tag() + " is due");
            case PromotionPlan.WaitUntil waits -> Optional.of(waits.reason());
            case PromotionPlan.Nothing nothing -> nothing.blocked().map(image -> nothing.reason());
        };
    }

    private static PromotionPlan waits(PromotionPlan.Promote promote, String reason) {
        UpdateRequested update = promote.update();
        KnownImage image = new KnownImage(
                update.tag(),
                update.digest(),
                update.source(),
                update.pushedAt(),
                update.builtAt(),
                promote.chain(),
                update.cause());
        return new PromotionPlan.WaitUntil(
                promote.id(), image, PromotionPlan.WaitReason.SET, "waits for " + reason, Optional.empty());
    }
}

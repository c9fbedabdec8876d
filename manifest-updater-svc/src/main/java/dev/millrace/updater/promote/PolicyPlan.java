package dev.millrace.updater.promote;

import dev.millrace.events.value.EventId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.promote.plan.PromotionPlan;
import java.util.Optional;

/** The plan for a policy. */
public record PolicyPlan(RepositoryId repository, Policy policy, PromotionPlan plan) {

    /** The id of the promotion that is due or waits. */
    public Optional<EventId> promotion() {
        return switch (plan) {
            case PromotionPlan.Promote promote -> Optional.of(promote.id());
            case PromotionPlan.WaitUntil waits -> Optional.of(waits.id());
            case PromotionPlan.Nothing nothing -> Optional.empty();
        };
    }
}

package dev.millrace.updater.promote;

import dev.millrace.events.value.RepositoryId;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.promote.plan.PromotionPlan;

/** What is planned for a policy. */
public record PolicyPlan(RepositoryId repository, Policy policy, PromotionPlan plan) {}

package dev.millrace.updater.status;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.policy.Promotion.After;
import dev.millrace.updater.promote.PolicyPlan;
import dev.millrace.updater.promote.plan.PromotionPlan;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A pending promotion for the API.
 *
 * @param id the id by which it is approved
 * @param image {@code name:tag@digest}
 * @param after the environments that it comes from; empty if its policy has gates only
 * @param state the condition that it waits for; {@code requested} if none
 * @param until the time at which the wait ends by itself
 */
@Schema(description = "A version that waits to be written to a policy's places")
public record PromotionView(
        String id,
        String repository,
        String policy,
        Optional<String> environment,
        String image,
        List<String> after,

        @Schema(enumeration = {"soak", "hold", "approval", "set", "freeze", "per-day", "upstream", "requested"})
        String state,

        String reason,
        Optional<Instant> until) {

    static Optional<PromotionView> of(PolicyPlan plan) {
        return switch (plan.plan()) {
            case PromotionPlan.Promote promote ->
                Optional.of(view(
                        plan,
                        image(
                                promote.update().image(),
                                promote.update().tag(),
                                promote.update().digest()),
                        "requested",
                        "requested; waits for the branch's writer or for its request to be merged",
                        Optional.empty()));
            case PromotionPlan.WaitUntil waits ->
                Optional.of(view(
                        plan,
                        image(
                                plan.policy().image(),
                                waits.image().tag(),
                                waits.image().digest()),
                        waits.why().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        waits.reason(),
                        waits.at()));
            case PromotionPlan.Nothing nothing ->
                nothing.blocked()
                        .map(known -> view(
                                plan,
                                image(plan.policy().image(), known.tag(), known.digest()),
                                "upstream",
                                nothing.reason(),
                                Optional.empty()));
        };
    }

    static Optional<PromotionView> faulty(PolicyPlan plan, String reason) {
        return Optional.of(view(plan, plan.policy().image().toString(), "upstream", reason, Optional.empty()));
    }

    private static String image(ImageName name, Tag tag, Digest digest) {
        return name + ":" + tag + "@" + digest;
    }

    private static PromotionView view(
            PolicyPlan plan, String image, String state, String reason, Optional<Instant> until) {
        return new PromotionView(
                plan.promotion().map(Object::toString).orElse(""),
                plan.repository().value(),
                plan.policy().name(),
                plan.policy().promotion().environment(),
                image,
                plan.policy().promotion().after().map(After::environments).orElse(List.of()),
                state,
                reason,
                until);
    }
}

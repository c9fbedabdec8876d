package dev.millrace.updater.promote.plan;

import dev.millrace.events.value.EventId;
import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.policy.Promotion.Gates;
import dev.millrace.updater.promote.plan.PromotionPlan.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Checks the gates: approval, freezes, and the daily limit. */
final class GateKeeper {
    private static final Duration DAY = Duration.ofHours(24);

    private GateKeeper() {}

    /** A closed gate, and the time at which it may open by itself. */
    record ClosedGate(WaitReason why, String reason, Optional<Instant> at) {}

    /** The first closed gate of a promotion. */
    static Optional<ClosedGate> closed(Situation situation, EventId promotion) {
        Gates gates = situation.policy().promotion().gates();
        if (!isApproved(situation, promotion)) {
            return Optional.of(new ClosedGate(WaitReason.APPROVAL, "waits for approval", Optional.empty()));
        }
        Optional<Instant> frozen = Freezes.frozenUntil(gates.freezes(), situation.now());
        if (frozen.isPresent()) {
            return Optional.of(new ClosedGate(WaitReason.FREEZE, "frozen until " + frozen.get(), frozen));
        }
        return gates.perDay().isPresent() ? perDay(situation, gates.perDay().getAsInt()) : Optional.empty();
    }

    /** Returns true if no approval is needed or one was given. The user who merges a request approves it by that. */
    static boolean isApproved(Situation situation, EventId promotion) {
        Delivery delivery = situation.policies().deliveryOf(situation.policy().group());
        boolean merging =
                delivery.mode() == Delivery.Mode.REQUEST && !delivery.request().merged();
        return merging
                || !situation.policy().promotion().gates().approval()
                || situation.state().approvals().stream()
                        .anyMatch(approval -> approval.promotion().equals(promotion));
    }

    private static Optional<ClosedGate> perDay(Situation situation, int max) {
        List<Instant> today = situation.written().stream()
                .filter(at -> at.isAfter(situation.now().minus(DAY)))
                .sorted()
                .toList();
        if (today.size() < max) {
            return Optional.empty();
        }
        Optional<Instant> opens = max == 0
                ? Optional.empty()
                : Optional.of(today.get(today.size() - max).plus(DAY));
        return Optional.of(new ClosedGate(WaitReason.PER_DAY, today.size() + " of " + max + " within 24 hours", opens));
    }
}

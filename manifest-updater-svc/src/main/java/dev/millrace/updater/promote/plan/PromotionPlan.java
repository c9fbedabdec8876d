package dev.millrace.updater.promote.plan;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;
import java.time.Instant;
import java.util.Optional;

/** The next step for a policy. */
public sealed interface PromotionPlan {

    /** Request the update. */
    record Promote(EventId id, UpdateRequested update, ChainId chain) implements PromotionPlan {}

    /**
     * Wait.
     *
     * @param id the promotion's id; a user approves it by this
     * @param at the time of the next check; absent if only an event or a user can change it
     */
    record WaitUntil(EventId id, KnownImage image, WaitReason why, String reason, Optional<Instant> at)
            implements PromotionPlan {}

    /**
     * There is nothing newer to write, or it is unknown whether there is.
     *
     * @param blocked an image that would be promoted if its upstream environments were healthy or had sent events
     */
    record Nothing(String reason, Optional<KnownImage> blocked) implements PromotionPlan {}

    /** The condition that a promotion waits for. */
    enum WaitReason {
        /** The image has not been healthy for long enough. */
        SOAK,
        /** A user holds the policy. */
        HOLD,
        /** The approval is missing. */
        APPROVAL,
        /** Another image of the set is not due in this version. */
        SET,
        /** Promotions are frozen. */
        FREEZE,
        /** The daily limit is reached. */
        PER_DAY
    }
}

package dev.millrace.updater.promote.plan;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;
import java.time.Instant;
import java.util.Optional;

/** What to do about a policy now. */
public sealed interface PromotionPlan {

    /** Have it written. */
    record Promote(EventId id, UpdateRequested update, ChainId chain) implements PromotionPlan {}

    /**
     * Not yet.
     *
     * @param id the promotion's; a person approves it by that
     * @param at when to look again; absent if that takes an event or a person
     */
    record WaitUntil(EventId id, KnownImage image, WaitReason why, String reason, Optional<Instant> at)
            implements PromotionPlan {}

    /**
     * There is nothing newer to be written, or it can't be told yet whether there is.
     *
     * @param blocked an image that would be wanted, if what comes before were well or had told anything
     */
    record Nothing(String reason, Optional<KnownImage> blocked) implements PromotionPlan {}

    /** What a promotion waits for. */
    enum WaitReason {
        /** It hasn't been healthy for long enough. */
        SOAK,
        /** A person holds the policy. */
        HOLD,
        /** Nobody has said yes. */
        APPROVAL,
        /** Nothing is promoted at this time. */
        FREEZE,
        /** There were as many as there may be in a day. */
        PER_DAY
    }
}

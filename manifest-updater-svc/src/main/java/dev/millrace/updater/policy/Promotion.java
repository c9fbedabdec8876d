package dev.millrace.updater.policy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * On what conditions a policy's next version is written, and what happens when it fails.
 *
 * @param environment what the policy's places belong to
 * @param after what must have run well before; without it an image is written when it is built
 * @param revertOnFailure whether a failed rollout is taken back
 */
public record Promotion(Optional<String> environment, Optional<After> after, Gates gates, boolean revertOnFailure) {
    public static final Promotion NONE = new Promotion(Optional.empty(), Optional.empty(), Gates.NONE, false);

    /** Whether there is any condition, so that an image isn't written as soon as it is told of. */
    public boolean waits() {
        return after.isPresent() || !gates.equals(Gates.NONE);
    }

    /**
     * Environments upstream.
     *
     * @param all whether all of them, or any one, must have run it
     * @param healthy how long without a break
     */
    public record After(List<String> environments, boolean all, Duration healthy) {
        public After {
            environments = List.copyOf(environments);
        }
    }

    /**
     * What else holds a version back.
     *
     * @param approval whether a person has to say yes
     * @param perDay how many versions at most within 24 hours
     */
    public record Gates(boolean approval, List<Freeze> freezes, OptionalInt perDay) {
        public static final Gates NONE = new Gates(false, List.of(), OptionalInt.empty());

        public Gates {
            freezes = List.copyOf(freezes);
        }
    }

    /**
     * A time in which nothing is written.
     *
     * @param starts a cron expression of five fields (minute, hour, day of month, month, day of week)
     */
    public record Freeze(String starts, Duration lasts, ZoneId zone) {}
}

package dev.millrace.updater.policy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The conditions for a policy's next version, and the reaction to its failure.
 *
 * @param environment the environment of the policy's places
 * @param after the upstream environments in which an image must have been healthy; without it, an image is written when it is built
 * @param revertOnFailure true if a failed rollout is reverted
 * @param suspended the reason why the file suspends the policy; empty if it is not suspended
 */
public record Promotion(
        Optional<String> environment,
        Optional<After> after,
        Gates gates,
        boolean revertOnFailure,
        Optional<String> suspended) {
    public static final Promotion NONE = new Promotion(Optional.empty(), Optional.empty(), Gates.NONE, false);

    /** Conditions of a policy that is not suspended. */
    public Promotion(Optional<String> environment, Optional<After> after, Gates gates, boolean revertOnFailure) {
        this(environment, after, gates, revertOnFailure, Optional.empty());
    }

    /** Returns true if there is any condition, so that an image is not written as soon as it is announced. */
    public boolean waits() {
        return after.isPresent() || !gates.equals(Gates.NONE);
    }

    /**
     * Upstream environments.
     *
     * @param all true if all of them must have run it; false if any one is enough
     * @param healthy the time without a break
     */
    public record After(List<String> environments, boolean all, Duration healthy) {
        public After {
            environments = List.copyOf(environments);
        }
    }

    /**
     * Further conditions for a version.
     *
     * @param approval true if a user must approve
     * @param perDay the maximum number of versions within 24 hours
     */
    public record Gates(boolean approval, List<Freeze> freezes, OptionalInt perDay) {
        public static final Gates NONE = new Gates(false, List.of(), OptionalInt.empty());

        public Gates {
            freezes = List.copyOf(freezes);
        }
    }

    /**
     * A period in which nothing is promoted.
     *
     * @param starts a cron expression of five fields (minute, hour, day of month, month, day of week)
     */
    public record Freeze(String starts, Duration lasts, ZoneId zone) {}
}

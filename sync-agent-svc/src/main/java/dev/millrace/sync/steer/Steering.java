package dev.millrace.sync.steer;

import java.util.Optional;

/**
 * Chooses the next step of an application. A pass asks again after each step, until the answer is a {@link Step.Pause}.
 *
 * <p>The order of the questions is the order of precedence: a deletion goes before a commit, a commit before the attempt that is running.
 */
public final class Steering {
    private Steering() {}

    /** The next step; the same facts give the same step. */
    public static Step next(Facts facts) {
        return before(facts).orElseGet(() -> Rollout.next(facts));
    }

    private static Optional<Step> before(Facts facts) {
        if (facts.policy().deletion().isPresent()) {
            return Deletion.next(facts, facts.policy().deletion().get());
        }
        if (!facts.policy().isFollowing()) {
            return Optional.empty();
        }
        // a failed rollout that has become healthy is a reason to begin
        if (facts.mayBecomeHealthyLate() && facts.findings().health().isEmpty()) {
            return Optional.of(new Step.CheckHealth());
        }
        return Following.next(facts);
    }
}

package dev.millrace.builder.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The time limit of a tool.
 *
 * @param total the total time, for messages
 */
public record Limit(Instant end, Duration total, Clock clock) {

    /** A limit that starts now. */
    public static Limit startingNow(Duration total, Clock clock) {
        return new Limit(clock.instant().plus(total), total, clock);
    }

    /** The remaining time; never negative. */
    public Duration left() {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }
}

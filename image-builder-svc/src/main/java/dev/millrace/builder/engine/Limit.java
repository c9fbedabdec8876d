package dev.millrace.builder.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The time that all tools of one build have together.
 *
 * @param total what it was at first, for people
 */
public record Limit(Instant end, Duration total, Clock clock) {

    /** A limit that begins to run now. */
    public static Limit startingNow(Duration total, Clock clock) {
        return new Limit(clock.instant().plus(total), total, clock);
    }

    /** What is left of it; never negative. */
    public Duration left() {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }
}

package dev.millrace.git.webhook.rate;

import java.time.Duration;
import java.util.Optional;

/** A token bucket, full at first. Not thread-safe. */
final class TokenBucket {
    private static final double NANOS = 1e9;

    private final double capacity;
    private final double perSecond;
    private double tokens;
    private long filledAt;

    /** @param now in nanoseconds, as for all methods */
    TokenBucket(double capacity, double perSecond, long now) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.tokens = capacity;
        this.filledAt = now;
    }

    /** Takes a token, or returns how long to wait for one. */
    Optional<Duration> take(long now) {
        Optional<Duration> pause = pause(now);
        if (pause.isEmpty()) {
            tokens--;
        }
        return pause;
    }

    /** Returns how long to wait for a token; empty if there is one. */
    Optional<Duration> pause(long now) {
        tokens = Math.min(capacity, tokens + (now - filledAt) / NANOS * perSecond);
        filledAt = now;
        return tokens >= 1
                ? Optional.empty()
                : Optional.of(Duration.ofNanos((long) Math.ceil((1 - tokens) / perSecond * NANOS)));
    }
}

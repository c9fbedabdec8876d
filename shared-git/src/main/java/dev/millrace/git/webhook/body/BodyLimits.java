package dev.millrace.git.webhook.body;

import java.time.Duration;

/**
 * The limits of bodies.
 *
 * @param maxBytes of one body
 * @param maxBytesInFlight of all bodies that are being read or handled
 * @param maxTime until a body has arrived
 */
public record BodyLimits(int maxBytes, long maxBytesInFlight, Duration maxTime) {
    private static final int MEGABYTE = 1 << 20;

    /** 25 MiB, which is the most that GitHub sends, 64 MiB for all together, and twice as long as hosts wait. */
    public static final BodyLimits DEFAULT = new BodyLimits(25 * MEGABYTE, 64L * MEGABYTE, Duration.ofSeconds(20));

    /** Limits in MiB. */
    public static BodyLimits ofMegabytes(int one, int all, Duration maxTime) {
        return new BodyLimits(Math.toIntExact((long) one * MEGABYTE), (long) all * MEGABYTE, maxTime);
    }

    public BodyLimits {
        if (maxBytes < 1 || maxBytesInFlight < maxBytes || maxTime.isNegative() || maxTime.isZero()) {
            throw new IllegalArgumentException(
                    "a body has at least one byte and some time, and all bodies together are not less than one");
        }
    }
}

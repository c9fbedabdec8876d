package dev.millrace.messaging.queue;

import java.time.Duration;

/**
 * How long a key's items are collected before they are worked on together.
 *
 * @param quiet work begins when nothing came for so long
 * @param most or when the first has waited for so long
 */
public record Gathering(Duration quiet, Duration most) {
    /** Each item by itself, at once. */
    public static final Gathering NONE = new Gathering(Duration.ZERO, Duration.ZERO);

    boolean isNone() {
        return most.isZero();
    }
}

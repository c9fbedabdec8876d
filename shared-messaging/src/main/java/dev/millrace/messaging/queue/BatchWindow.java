package dev.millrace.messaging.queue;

import java.time.Duration;

/**
 * The window in which the items of a key are collected before they are processed together.
 *
 * @param quiet the window closes when no item arrives for this time
 * @param max or when the first item has waited for this time
 */
public record BatchWindow(Duration quiet, Duration max) {
    /** No window: each item is processed alone and at once. */
    public static final BatchWindow NONE = new BatchWindow(Duration.ZERO, Duration.ZERO);

    /** The items that wait when the key's turn comes are processed together, at once. */
    public static final BatchWindow WAITING = new BatchWindow(Duration.ZERO, Duration.ofNanos(1));

    boolean isNone() {
        return max.isZero();
    }
}

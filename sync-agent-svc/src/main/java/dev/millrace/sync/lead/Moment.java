package dev.millrace.sync.lead;

import java.time.Clock;
import java.time.Instant;

/**
 * A moment by both clocks: one of them stops while the machine sleeps, the other one may be set.
 *
 * @param nanos as {@link System#nanoTime()}, of which only differences have a meaning
 */
record Moment(long nanos, Instant time) {

    static Moment now(Clock clock) {
        return new Moment(System.nanoTime(), clock.instant());
    }
}

package dev.millrace.builder.registry;

import dev.millrace.registry.RegistryUnavailable;
import java.time.Duration;

/** The time at which an operation of several requests must have ended. */
public final class Deadline {
    private final Duration limit;
    private final long end;

    private Deadline(Duration limit, long end) {
        this.limit = limit;
        this.end = end;
    }

    /** The end of a duration that begins now. */
    public static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime() + limit.toNanos());
    }

    /**
     * The time limit of the next request: its own, or what is left if that is less.
     *
     * @throws RegistryUnavailable if nothing is left; the next attempt continues where this one ended
     */
    public Duration limit(Duration own, String what) {
        check(what);
        Duration left = left();
        return left.compareTo(own) < 0 ? left : own;
    }

    /**
     * Verifies that there is time left.
     *
     * @throws RegistryUnavailable if there is none
     */
    public void check(String what) {
        if (!left().isPositive()) {
            throw new RegistryUnavailable(what + ": not finished within " + limit.toSeconds()
                    + " s; the next attempt continues, raise the time limit if that is never enough");
        }
    }

    private Duration left() {
        return Duration.ofNanos(end - System.nanoTime());
    }
}

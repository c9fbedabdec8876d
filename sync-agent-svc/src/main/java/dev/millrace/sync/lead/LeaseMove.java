package dev.millrace.sync.lead;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The next request of an agent that is not the leader, by the Lease that it has found. */
enum LeaseMove {
    CREATE,
    RENEW,
    TAKE,
    WAIT;

    /**
     * The Lease of another agent in the version that this process has read last.
     *
     * @param version its resourceVersion; empty before the first
     * @param since when this process has read that version first, as {@link System#nanoTime()}
     */
    record Sighting(String version, long since) {
        static final Sighting NONE = new Sighting("", 0);

        /** Returns the sighting after the Lease was read again. */
        Sighting next(Lease found, long now) {
            String newest = found.getMetadata().getResourceVersion();
            return newest.equals(version) ? this : new Sighting(newest, now);
        }
    }

    /**
     * Returns the next request.
     *
     * @param sighting the version that was found, and since when it has been the same
     * @param own the duration of a Lease that does not name one
     */
    static LeaseMove of(Optional<Lease> found, String identity, Sighting sighting, long now, Duration own) {
        if (found.isEmpty()) {
            return CREATE;
        }
        String holder = LeaseObject.holder(found.get());
        if (holder.equals(identity)) {
            return RENEW;
        }
        return holder.isEmpty() || now - sighting.since() > duration(found.get(), own) ? TAKE : WAIT;
    }

    private static long duration(Lease lease, Duration own) {
        Integer seconds = lease.getSpec().getLeaseDurationSeconds();
        return seconds == null ? own.toNanos() : TimeUnit.SECONDS.toNanos(seconds);
    }
}

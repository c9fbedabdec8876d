package dev.millrace.sync.lead;

import java.time.Duration;

/**
 * The times at which a holder renews its Lease, and at which its leadership ends.
 *
 * @param duration the time after which others may take a Lease that was not renewed
 */
record LeaseTerm(Duration duration) {
    private static final int RENEWALS = 5;
    private static final int CHECKS = 15;

    /** Returns true if a Lease for whose renewal the request was sent at that moment still makes its holder the leader, by both clocks. */
    boolean isFresh(Moment renewed, Moment now) {
        long limit = duration.toNanos() / 3 * 2;
        return now.nanos() - renewed.nanos() < limit
                && Duration.between(renewed.time(), now.time()).toNanos() < limit;
    }

    /** Returns true if the holder is to renew the Lease now. */
    boolean isRenewalDue(Moment renewed, Moment now) {
        return now.nanos() - renewed.nanos() >= duration.toNanos() / RENEWALS;
    }

    /** Returns the pause between two checks. */
    long pauseNanos() {
        return duration.toNanos() / CHECKS;
    }
}

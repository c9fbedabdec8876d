package dev.millrace.drift;

import dev.millrace.drift.publish.ObjectKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The applies that were observed before their record arrived, and how long to wait for each record. */
final class PendingRecords {
    private record Wait(String hash, Instant since) {}

    private final Duration maxWait;
    private final Clock clock;
    private final Map<ObjectKey, Wait> waits = new ConcurrentHashMap<>();

    PendingRecords(Duration maxWait, Clock clock) {
        this.maxWait = maxWait;
        this.clock = clock;
    }

    /** Returns true while the record of this apply may still arrive. */
    boolean mayWait(ObjectKey key, String hash) {
        Wait wait = waits.get(key);
        return wait == null
                || !wait.hash().equals(hash)
                || clock.instant().isBefore(wait.since().plus(maxWait));
    }

    /** Starts or continues the wait for the record of this apply, and returns the time that is left. */
    Duration await(ObjectKey key, String hash) {
        Instant now = clock.instant();
        Wait wait = waits.merge(
                key, new Wait(hash, now), (before, next) -> before.hash().equals(hash) ? before : next);
        return Duration.between(now, wait.since().plus(maxWait));
    }

    /** Ends the wait for the object. */
    void remove(ObjectKey key) {
        waits.remove(key);
    }
}

package dev.millrace.drift;

import dev.millrace.drift.tell.ObjectKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long records are awaited of applies that were seen already. */
final class Patience {
    private record Awaited(String hash, Instant since) {}

    private final Duration most;
    private final Clock clock;
    private final Map<ObjectKey, Awaited> awaited = new ConcurrentHashMap<>();

    Patience(Duration most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /** Whether the record of this apply may still be awaited. */
    boolean lasts(ObjectKey key, String hash) {
        Awaited since = awaited.get(key);
        return since == null
                || !since.hash().equals(hash)
                || clock.instant().isBefore(since.since().plus(most));
    }

    /** The record of this apply is awaited; answers for how much longer. */
    Duration begin(ObjectKey key, String hash) {
        Instant now = clock.instant();
        Awaited since = awaited.merge(
                key, new Awaited(hash, now), (before, next) -> before.hash().equals(hash) ? before : next);
        return Duration.between(now, since.since().plus(most));
    }

    /** Nothing is awaited for the object. */
    void end(ObjectKey key) {
        awaited.remove(key);
    }
}

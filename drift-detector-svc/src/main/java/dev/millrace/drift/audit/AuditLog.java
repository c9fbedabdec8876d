package dev.millrace.drift.audit;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.Event;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The recent writes and the recent drifts, in memory and bounded; the oldest are forgotten. A drift is attributed once the log has gone on beyond
 * it: an earlier answer could miss the write of a second user. Thread-safe.
 */
public final class AuditLog {
    private static final int MAX_OBJECTS = 20_000;
    private static final int MAX_DRIFTS = 10_000;

    /** The time by which events of the log may be out of order. */
    static final Duration DISORDER = Duration.ofSeconds(2);

    private static final Duration KEPT = Duration.ofMinutes(10);

    private final LinkedHashMap<AuditedObject, KnownWrites> writes = new LinkedHashMap<>();
    private final LinkedHashMap<EventId, Envelope<DriftDetected>> drifts = new LinkedHashMap<>();
    private Instant since = Instant.MAX;
    private Instant until = Instant.MIN;

    /** A drift is published. */
    public synchronized void published(Envelope<? extends Event> envelope) {
        if (envelope.event() instanceof DriftDetected event && isDrift(event.change())) {
            Envelope<DriftDetected> drift = envelope.with(event);
            drifts.putIfAbsent(drift.id(), drift);
            if (drifts.size() > MAX_DRIFTS) {
                drifts.pollFirstEntry();
            }
        }
    }

    private static boolean isDrift(Change change) {
        return change != Change.Resolved && change != Change.Attributed;
    }

    synchronized void receive(AuditBatch batch) {
        if (since.equals(Instant.MAX)) { // the first batch: what was before it is not known
            since = batch.since().orElse(since);
        }
        for (AuditWrite write : batch.writes()) {
            KnownWrites known = writes.remove(write.object());
            KnownWrites more = known == null ? new KnownWrites(List.of(), since) : known;
            writes.put(write.object(), more.with(write)); // the object written last is forgotten last
        }
        while (writes.size() > MAX_OBJECTS) {
            KnownWrites forgotten = writes.pollFirstEntry().getValue();
            Instant last = forgotten.writes().getLast().completed();
            since = last.isAfter(since) ? last : since;
        }
        batch.until().filter(until::isBefore).ifPresent(time -> until = time);
    }

    /** The drifts whose users are known now, each until {@link #done}. */
    synchronized Map<Envelope<DriftDetected>, AuditWrite> attributable() {
        drifts.values().removeIf(drift -> drift.event().detectedAt().plus(KEPT).isBefore(until));
        Map<Envelope<DriftDetected>, AuditWrite> found = new LinkedHashMap<>();
        for (Envelope<DriftDetected> drift : drifts.values()) {
            if (drift.event().detectedAt().plus(DISORDER).isBefore(until)) {
                Optional.ofNullable(writes.get(AuditedObject.of(drift.event().object())))
                        .flatMap(known -> Attributor.of(drift.event(), known))
                        .ifPresent(write -> found.put(drift, write));
            }
        }
        return found;
    }

    synchronized void done(EventId drift) {
        drifts.remove(drift);
    }
}

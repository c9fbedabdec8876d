package dev.millrace.drift.audit;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The newest writes to one object.
 *
 * @param since the time from which none is missing
 */
record KnownWrites(List<AuditWrite> writes, Instant since) {
    private static final int MAX = 16;

    KnownWrites {
        writes = List.copyOf(writes);
    }

    /** Returns these writes and another one, which a batch that is received again has twice. */
    KnownWrites with(AuditWrite write) {
        if (writes.contains(write)) {
            return this;
        }
        List<AuditWrite> all = Stream.concat(writes.stream(), Stream.of(write)).toList();
        if (all.size() <= MAX) {
            return new KnownWrites(all, since);
        }
        Instant forgotten = all.getFirst().completed();
        return new KnownWrites(all.subList(1, all.size()), forgotten.isAfter(since) ? forgotten : since);
    }
}

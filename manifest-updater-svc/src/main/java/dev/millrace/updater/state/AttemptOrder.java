package dev.millrace.updater.state;

import dev.millrace.events.SyncCompleted;
import dev.millrace.events.wire.Envelope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one Application resource in their order, in whatever order their events arrive. Their numbers rise, in one series, until the agent's
 * record is lost or restored to an older state: an attempt whose number another one has begins a new series, and so does a new record whose numbers
 * begin again. A later series follows all earlier ones.
 */
final class AttemptOrder {
    private final List<Series> all = new ArrayList<>();
    private @Nullable UUID cluster;

    AttemptOrder() {
        all.add(new Series());
    }

    private static final class Series {
        private final NavigableMap<Long, Envelope<SyncCompleted>> attempts = new TreeMap<>();
        private final Set<UUID> records = new HashSet<>();

        /** The highest number that was forgotten. */
        private long forgotten;

        boolean isTaken(long number) {
            return number <= forgotten || attempts.containsKey(number);
        }

        boolean isContinuedBy(long number) {
            return attempts.isEmpty() ? number > forgotten : number > attempts.lastKey();
        }

        boolean has(SyncCompleted event) {
            Envelope<SyncCompleted> known = attempts.get(event.attempt());
            return known != null && known.id().equals(event.id());
        }

        void add(Envelope<SyncCompleted> attempt) {
            attempts.put(attempt.event().attempt(), attempt);
            attempt.event().recordId().ifPresent(records::add);
        }
    }

    /** Adds an attempt; one that is known changes nothing. */
    void add(Envelope<SyncCompleted> attempt) {
        SyncCompleted event = attempt.event();
        cluster = event.clusterUid().orElse(cluster);
        if (all.stream().noneMatch(series -> series.has(event))) {
            event.recordId().ifPresentOrElse(record -> add(attempt, record), () -> addOlder(attempt));
        }
    }

    private void add(Envelope<SyncCompleted> attempt, UUID record) {
        long number = attempt.event().attempt();
        Optional<Series> ofRecord = all.reversed().stream()
                .filter(series -> series.records.contains(record))
                .findFirst();
        boolean continues = ofRecord.map(series -> !series.isTaken(number))
                .orElseGet(() -> all.getLast().isContinuedBy(number));
        if (!continues) {
            all.add(new Series());
        }
        (continues ? ofRecord.orElse(all.getLast()) : all.getLast()).add(attempt);
    }

    /** Attempts of an older agent, which names no record, were before all others. It gives two attempts of one number the same id. */
    private void addOlder(Envelope<SyncCompleted> attempt) {
        if (!all.getFirst().isTaken(attempt.event().attempt())) {
            all.getFirst().add(attempt);
        }
    }

    /** The uid of the cluster; empty if no event names it. */
    Optional<UUID> cluster() {
        return Optional.ofNullable(cluster);
    }

    /** Returns the attempts, oldest first. */
    Stream<Envelope<SyncCompleted>> inOrder() {
        return all.stream().flatMap(series -> series.attempts.values().stream());
    }

    int size() {
        return all.stream().mapToInt(series -> series.attempts.size()).sum();
    }

    /** Forgets the oldest attempt. */
    void forgetOldest() {
        all.removeIf(series -> series.attempts.isEmpty() && all.size() > 1);
        Series first = all.getFirst();
        if (!first.attempts.isEmpty()) {
            first.forgotten = first.attempts.pollFirstEntry().getKey();
        }
    }
}

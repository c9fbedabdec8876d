package dev.millrace.updater.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The clusters that publish under each name. A cluster that was built again has a new uid, and its events begin after the last one of the old cluster.
 * Two clusters whose events overlap have one name by mistake: then neither's events may count for the other, and it isn't known which one is meant.
 */
final class ClusterNames {
    /** The time after the last event of a cluster that was given another name, until the name is that of the other cluster alone. */
    static final Duration OVERLAP = Duration.ofDays(1);

    /** A name with more clusters is in conflict anyway. */
    private static final int MAX_CLUSTERS = 10;

    private final Map<String, Map<UUID, Period>> periods = new LinkedHashMap<>();

    /** The times at which the first and the last event of a cluster were published. */
    private record Period(Instant first, Instant last) {
        Period with(Instant at) {
            return new Period(at.isBefore(first) ? at : first, at.isAfter(last) ? at : last);
        }

        boolean overlaps(Period newest) {
            return last.isAfter(newest.first()) && last.isAfter(newest.last().minus(OVERLAP));
        }
    }

    /** Adds an event; the result doesn't depend on the order in which events are added. */
    synchronized void add(String name, UUID cluster, Instant at) {
        Map<UUID, Period> ofName = periods.computeIfAbsent(name, any -> new LinkedHashMap<>());
        ofName.merge(cluster, new Period(at, at), (before, now) -> before.with(at));
        if (ofName.size() > MAX_CLUSTERS) {
            ofName.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().last()))
                    .ifPresent(oldest -> ofName.remove(oldest.getKey()));
        }
    }

    /** The cluster that published last under a name; empty if its agents name none. */
    synchronized Optional<UUID> newest(String name) {
        return newest(periods.getOrDefault(name, Map.of())).map(Map.Entry::getKey);
    }

    private static Optional<Map.Entry<UUID, Period>> newest(Map<UUID, Period> ofName) {
        return ofName.entrySet().stream()
                .max(Comparator.<Map.Entry<UUID, Period>, Instant>comparing(
                                entry -> entry.getValue().last())
                        .thenComparing(Map.Entry::getKey));
    }

    /** The uids of the clusters that share a name, in order; empty if there is one cluster, or one after another. */
    synchronized List<UUID> sharing(String name) {
        Map<UUID, Period> ofName = periods.getOrDefault(name, Map.of());
        List<UUID> sharing = newest(ofName).stream()
                .flatMap(newest -> ofName.entrySet().stream()
                        .filter(entry -> entry.getKey().equals(newest.getKey())
                                || entry.getValue().overlaps(newest.getValue())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return sharing.size() > 1 ? sharing : List.of();
    }

    /** The number of names that several clusters share. */
    synchronized long conflicts() {
        return periods.keySet().stream()
                .filter(name -> !sharing(name).isEmpty())
                .count();
    }
}

package dev.millrace.sync.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The restorations of drifted objects in the recent past. An object that had to be restored three times within five minutes is contested:
 * somebody else sets it again and again. It is left alone for a while, twice as long each time.
 *
 * @param objects by identity
 */
public record HealHistory(Map<String, Entry> objects) {
    public static final HealHistory NONE = new HealHistory(Map.of());

    static final int MAX_HEALS = 3;
    static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
    private static final Duration MAX_PAUSE = Duration.ofHours(1);

    /**
     * The history of one object.
     *
     * @param heals the times of the last restorations, the oldest first; {@link #MAX_HEALS} at most
     * @param contests how often in a row it was found contested
     * @param pausedUntil until when it is left alone
     */
    public record Entry(List<Instant> heals, int contests, Instant pausedUntil) {
        static final Entry EMPTY = new Entry(List.of(), 0, Instant.EPOCH);

        public Entry {
            heals = List.copyOf(heals);
        }

        private Entry healed(Instant now) {
            List<Instant> last = new ArrayList<>(heals);
            last.add(now);
            if (last.size() > MAX_HEALS) {
                last.removeFirst();
            }
            boolean contested = last.size() == MAX_HEALS && last.getFirst().isAfter(now.minus(WINDOW));
            return contested
                    ? new Entry(List.of(), contests + 1, now.plus(pause(contests)))
                    : new Entry(last, contests, pausedUntil);
        }

        private static Duration pause(int contests) {
            Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(contests, 10));
            return doubled.compareTo(MAX_PAUSE) < 0 ? doubled : MAX_PAUSE;
        }

        private boolean isOver(Instant now) {
            Instant last = heals.isEmpty() ? pausedUntil : heals.getLast();
            return !now.isBefore(pausedUntil) && last.plus(MAX_PAUSE).isBefore(now);
        }
    }

    public HealHistory {
        objects = Map.copyOf(objects);
    }

    /** Returns the history after these objects were restored. What happened long ago is forgotten. */
    public HealHistory healed(Set<String> identities, Instant now) {
        Map<String, Entry> next = new HashMap<>(objects);
        next.values().removeIf(entry -> entry.isOver(now));
        identities.forEach(identity ->
                next.put(identity, next.getOrDefault(identity, Entry.EMPTY).healed(now)));
        return new HealHistory(next);
    }

    /** Returns true if the object may be restored now. */
    public boolean permits(String identity, Instant now) {
        return !now.isBefore(objects.getOrDefault(identity, Entry.EMPTY).pausedUntil());
    }

    /** Returns the identities of the objects that are left alone now, in their order. */
    public Set<String> contested(Instant now) {
        Set<String> contested = new TreeSet<>();
        objects.forEach((identity, entry) -> {
            if (now.isBefore(entry.pausedUntil())) {
                contested.add(identity);
            }
        });
        return contested;
    }

    /** Returns when the first of these objects may be restored again; absent if none of them is left alone. */
    public Optional<Instant> nextPermitted(Set<String> identities, Instant now) {
        return identities.stream()
                .map(identity -> objects.getOrDefault(identity, Entry.EMPTY).pausedUntil())
                .filter(now::isBefore)
                .min(Instant::compareTo);
    }
}

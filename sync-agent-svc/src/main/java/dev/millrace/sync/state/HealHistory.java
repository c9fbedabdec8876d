package dev.millrace.sync.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The restorations of drifted objects in the recent past. An object is contested if the same fields had to be restored three times within
 * five minutes, or any fields ten times: another client sets them repeatedly. It is left alone for a while, twice as long each time; so is an object whose restoration failed.
 *
 * <p>A restored object is compared again after seconds, then after longer and longer times: a change in the same moment may be reported by no event.
 *
 * @param objects by identity
 */
public record HealHistory(Map<String, Entry> objects) {
    public static final HealHistory NONE = new HealHistory(Map.of());

    static final int MAX_HEALS = 3;
    static final int MAX_HEALS_OF_ANY = 10;
    static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration MAX_PAUSE = Duration.ofHours(1);
    private static final Duration FIRST_CHECK = Duration.ofSeconds(2);

    /**
     * A restoration.
     *
     * @param differing tells apart what differed
     */
    public record Heal(Instant at, int differing) {}

    /**
     * The history of one object.
     *
     * @param heals the last restorations, the oldest first; {@link #MAX_HEALS_OF_ANY} at most
     * @param contests how often in a row it was found contested
     * @param refusals how often in a row its restoration failed
     * @param pausedUntil until when it is left alone
     * @param checkIn how long after the last comparison the restored object is compared again; zero if that is over
     * @param checkedAt when it was restored or compared last
     */
    public record Entry(
            List<Heal> heals, int contests, int refusals, Instant pausedUntil, Duration checkIn, Instant checkedAt) {
        static final Entry EMPTY = new Entry(List.of(), 0, 0, Instant.EPOCH, Duration.ZERO, Instant.EPOCH);

        public Entry {
            heals = List.copyOf(heals);
        }

        private Entry healed(String differing, Instant now) {
            List<Heal> last = new ArrayList<>(heals);
            last.removeIf(heal -> !heal.at().isAfter(now.minus(WINDOW)));
            last.add(new Heal(now, differing.hashCode()));
            long same = last.stream()
                    .filter(heal -> heal.differing() == differing.hashCode())
                    .count();
            return same >= MAX_HEALS || last.size() >= MAX_HEALS_OF_ANY
                    ? new Entry(List.of(), contests + 1, 0, now.plus(pause(FIRST_PAUSE, contests)), FIRST_CHECK, now)
                    : new Entry(last, contests, 0, refusals > 0 ? Instant.EPOCH : pausedUntil, FIRST_CHECK, now);
        }

        private Entry refused(Instant now) {
            return new Entry(
                    heals, contests, refusals + 1, now.plus(pause(FIRST_RETRY, refusals)), Duration.ZERO, checkedAt);
        }

        private Entry checked(Instant now) {
            Duration next = checkIn.compareTo(WINDOW) < 0 ? checkIn.multipliedBy(2) : Duration.ZERO;
            return isCheckDue(now) ? new Entry(heals, contests, refusals, pausedUntil, next, now) : this;
        }

        private Optional<Instant> checkAt() {
            return checkIn.isZero() ? Optional.empty() : Optional.of(checkedAt.plus(checkIn));
        }

        private boolean isCheckDue(Instant now) {
            return checkAt().filter(at -> !now.isBefore(at)).isPresent();
        }

        private boolean isContested(Instant now) {
            return refusals == 0 && now.isBefore(pausedUntil);
        }

        private static Duration pause(Duration first, int before) {
            Duration doubled = first.multipliedBy(1L << Math.min(before, 10));
            return doubled.compareTo(MAX_PAUSE) < 0 ? doubled : MAX_PAUSE;
        }

        private boolean isOver(Instant now) {
            Instant last = heals.isEmpty() ? pausedUntil : heals.getLast().at();
            return !now.isBefore(pausedUntil) && last.plus(MAX_PAUSE).isBefore(now);
        }
    }

    public HealHistory {
        objects = Map.copyOf(objects);
    }

    /**
     * Returns the history after objects were restored. What happened long ago is forgotten.
     *
     * @param restored what differed, by identity
     */
    public HealHistory healed(Map<String, String> restored, Instant now) {
        return changed(
                restored.keySet(), now, (identity, entry) -> entry.healed(restored.getOrDefault(identity, ""), now));
    }

    /** Returns the history after the restoration of these objects failed. */
    public HealHistory refused(Set<String> identities, Instant now) {
        return changed(identities, now, (identity, entry) -> entry.refused(now));
    }

    /** Returns the history after these objects were compared. */
    public HealHistory checked(Collection<String> identities, Instant now) {
        Set<String> known = new HashSet<>(identities);
        known.retainAll(objects.keySet());
        return known.isEmpty() ? this : changed(known, now, (identity, entry) -> entry.checked(now));
    }

    private HealHistory changed(Set<String> identities, Instant now, BiFunction<String, Entry, Entry> change) {
        Map<String, Entry> next = new HashMap<>(objects);
        next.values().removeIf(entry -> entry.isOver(now));
        identities.forEach(
                identity -> next.put(identity, change.apply(identity, next.getOrDefault(identity, Entry.EMPTY))));
        return new HealHistory(next);
    }

    /** Returns true if the object may be restored now. */
    public boolean permits(String identity, Instant now) {
        return !now.isBefore(objects.getOrDefault(identity, Entry.EMPTY).pausedUntil());
    }

    /** Returns the identities of the objects that are left alone now because others set them, in their order. */
    public Set<String> contested(Instant now) {
        Set<String> contested = new TreeSet<>();
        objects.forEach((identity, entry) -> {
            if (entry.isContested(now)) {
                contested.add(identity);
            }
        });
        return contested;
    }

    /** Returns the identities of the restored objects that are to be compared now. */
    public Set<String> toCheck(Instant now) {
        Set<String> due = new TreeSet<>();
        objects.forEach((identity, entry) -> {
            if (entry.isCheckDue(now)) {
                due.add(identity);
            }
        });
        return due;
    }

    /** Returns the earliest time after this one at which a restored object is to be compared. */
    public Optional<Instant> nextCheck(Instant after) {
        return objects.values().stream()
                .map(Entry::checkAt)
                .flatMap(Optional::stream)
                .filter(after::isBefore)
                .min(Instant::compareTo);
    }

    /** Returns when the object may be restored, if that is later than now. */
    public Optional<Instant> pausedUntil(String identity, Instant now) {
        return Stream.ofNullable(objects.get(identity))
                .map(Entry::pausedUntil)
                .filter(now::isBefore)
                .findFirst();
    }
}

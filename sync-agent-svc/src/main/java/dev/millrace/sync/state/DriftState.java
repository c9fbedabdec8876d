package dev.millrace.sync.state;

import dev.millrace.sync.lead.Overrun;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The drift of an application's objects as this process knows it.
 *
 * @param suspected identities of objects that may differ from what was applied, and are to be compared
 * @param recheck the request of a deposed agent to compare all objects; absent if there is none that is unanswered
 * @param rechecked the request that was answered last
 * @param compareAllAt when all objects are compared again; absent if that is not planned
 * @param missing identities of objects that are known not to be in the cluster
 * @param open the fields that are known to differ, for people, by identity; no values are among them
 * @param heals the restorations in the recent past
 */
public record DriftState(
        Set<String> suspected,
        Optional<Overrun> recheck,
        Optional<Overrun> rechecked,
        Optional<Instant> compareAllAt,
        Set<String> missing,
        Map<String, String> open,
        HealHistory heals) {

    public static final DriftState NONE = new DriftState(
            Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), Map.of(), HealHistory.NONE);

    /** Drift of more objects than this is counted no further. */
    private static final int MAX_OPEN = 1_000;

    public DriftState {
        suspected = Set.copyOf(suspected);
        missing = Set.copyOf(missing);
        open = Map.copyOf(open);
    }

    /** Returns the state with more objects to compare. */
    public DriftState suspecting(Collection<String> identities) {
        if (suspected.containsAll(identities)) {
            return this;
        }
        Set<String> all = new HashSet<>(suspected);
        all.addAll(identities);
        return new DriftState(all, recheck, rechecked, compareAllAt, missing, open, heals);
    }

    /** Returns the state with the request of a deposed agent, unless that was answered. */
    public DriftState rechecking(Optional<Overrun> asked) {
        Optional<Overrun> unanswered = asked.filter(overrun -> !rechecked.equals(Optional.of(overrun)));
        return new DriftState(suspected, unanswered, rechecked, compareAllAt, missing, open, heals);
    }

    /**
     * Returns the state after objects were compared.
     *
     * @param compared identities of the compared objects
     * @param gone identities of those that are not in the cluster
     * @param differing the fields of those that differ, by identity
     * @param restored whether objects that differ are to be restored
     */
    public DriftState compared(
            Set<String> compared, Set<String> gone, Map<String, String> differing, boolean restored, Instant now) {
        Map<String, String> known = new HashMap<>(open);
        known.keySet().removeAll(compared);
        differing.entrySet().stream().limit(MAX_OPEN).forEach(one -> known.put(one.getKey(), one.getValue()));
        Set<String> absent = new HashSet<>(missing);
        absent.removeAll(compared);
        absent.addAll(gone);
        return new DriftState(suspected, recheck, rechecked, compareAllAt, absent, known, heals)
                .compared(restored ? differing.keySet() : Set.of(), now);
    }

    private DriftState compared(Set<String> differing, Instant now) {
        Set<String> left = new HashSet<>(differing);
        suspected.stream().filter(identity -> !heals.permits(identity, now)).forEach(left::add);
        return new DriftState(left, Optional.empty(), recheck.or(() -> rechecked), compareAllAt, missing, open, heals);
    }

    /** Returns the state after an attempt has begun that restores these objects, and creates those that are missing. */
    public DriftState healing(Set<String> identities, Instant now) {
        Set<String> left = new HashSet<>(suspected);
        left.removeAll(identities);
        Map<String, String> others = new HashMap<>(open);
        others.keySet().removeAll(identities);
        return new DriftState(left, recheck, rechecked, compareAllAt, Set.of(), others, heals.healed(identities, now));
    }

    /** Returns the state with another time for the comparison of all objects. */
    public DriftState comparingAllAt(Optional<Instant> at) {
        return new DriftState(suspected, recheck, rechecked, at, missing, open, heals);
    }

    /** Returns the identities of the suspected objects that are to be compared now; a contested object is left alone. */
    public Set<String> due(Instant now) {
        return suspected.stream()
                .filter(identity -> heals.permits(identity, now))
                .collect(Collectors.toUnmodifiableSet());
    }
}

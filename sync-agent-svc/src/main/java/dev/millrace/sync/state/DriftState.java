package dev.millrace.sync.state;

import dev.millrace.events.value.ObjectRef;
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
 * The drift of an application's objects as this process knows it. All sets and maps are by identity.
 *
 * @param suspected objects that may differ from what was applied, and are to be compared
 * @param differing objects that did differ when they were compared, and are to be restored
 * @param recheck the request of a deposed agent to compare all objects; absent if there is none that is unanswered
 * @param rechecked the request that was answered last
 * @param compareAllAt when all objects are compared again; absent if that is not planned
 * @param missing objects that are known not to be in the cluster
 * @param open the fields that are known to differ, for people; no values are among them
 * @param heals the restorations in the recent past
 */
public record DriftState(
        Set<String> suspected,
        Set<String> differing,
        Optional<Overrun> recheck,
        Optional<Overrun> rechecked,
        Optional<Instant> compareAllAt,
        Set<String> missing,
        Map<String, String> open,
        HealHistory heals) {

    public static final DriftState NONE = new DriftState(
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Map.of(),
            HealHistory.NONE);

    /** Drift of more objects than this is counted no further. */
    private static final int MAX_OPEN = 1_000;

    public DriftState {
        suspected = Set.copyOf(suspected);
        differing = Set.copyOf(differing);
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
        return new DriftState(all, differing, recheck, rechecked, compareAllAt, missing, open, heals);
    }

    /** Returns the state with the request of a deposed agent, unless that was answered. */
    public DriftState rechecking(Optional<Overrun> asked) {
        Optional<Overrun> unanswered = asked.filter(overrun -> !rechecked.equals(Optional.of(overrun)));
        return new DriftState(suspected, differing, unanswered, rechecked, compareAllAt, missing, open, heals);
    }

    /**
     * Returns the state after objects were compared.
     *
     * @param compared the compared objects
     * @param gone those that are not in the cluster
     * @param fields the fields of those that differ
     * @param restored true if objects that differ are to be restored
     */
    public DriftState compared(Set<String> compared, Set<String> gone, Map<String, String> fields, boolean restored) {
        Map<String, String> known = new HashMap<>(open);
        known.keySet().removeAll(compared);
        fields.entrySet().stream()
                .limit(Math.max(0, MAX_OPEN - known.size()))
                .forEach(one -> known.put(one.getKey(), one.getValue()));
        Set<String> absent = new HashSet<>(missing);
        absent.removeAll(compared);
        absent.addAll(gone);
        Set<String> left = new HashSet<>(differing);
        left.removeAll(compared);
        if (restored) {
            left.addAll(fields.keySet());
        }
        return new DriftState(
                Set.of(), left, Optional.empty(), recheck.or(() -> rechecked), compareAllAt, absent, known, heals);
    }

    /** Returns the state after an attempt has begun that restores these objects, and creates those that are missing. */
    public DriftState healing(Set<String> identities, Instant now) {
        Set<String> left = new HashSet<>(differing);
        left.removeAll(identities);
        Map<String, String> others = new HashMap<>(open);
        others.keySet().removeAll(identities);
        return new DriftState(
                suspected, left, recheck, rechecked, compareAllAt, Set.of(), others, heals.healed(identities, now));
    }

    /** Returns the state after these objects were applied, deleted or released: they differ no longer. */
    public DriftState settled(Collection<ObjectRef> refs) {
        Set<String> identities = new HashSet<>();
        refs.forEach(ref -> identities.add(ref.identity()));
        Set<String> left = new HashSet<>(differing);
        Set<String> absent = new HashSet<>(missing);
        Map<String, String> others = new HashMap<>(open);
        left.removeAll(identities);
        absent.removeAll(identities);
        others.keySet().removeAll(identities);
        return new DriftState(suspected, left, recheck, rechecked, compareAllAt, absent, others, heals);
    }

    /** Returns the state with another time for the comparison of all objects. */
    public DriftState comparingAllAt(Optional<Instant> at) {
        return new DriftState(suspected, differing, recheck, rechecked, at, missing, open, heals);
    }

    /** Returns the objects that are to be compared now: those that are suspected, and those that may be restored now. */
    public Set<String> toCompare(Instant now) {
        Set<String> all = new HashSet<>(restorable(now));
        all.addAll(suspected);
        return all;
    }

    /** Returns the objects that differ and may be restored now; a contested object is left alone. */
    public Set<String> restorable(Instant now) {
        return differing.stream()
                .filter(identity -> heals.permits(identity, now))
                .collect(Collectors.toUnmodifiableSet());
    }
}

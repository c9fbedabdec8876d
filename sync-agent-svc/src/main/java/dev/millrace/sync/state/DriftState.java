package dev.millrace.sync.state;

import dev.millrace.sync.lead.Overrun;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
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
 * @param heals the restorations in the recent past
 */
public record DriftState(
        Set<String> suspected,
        Optional<Overrun> recheck,
        Optional<Overrun> rechecked,
        Optional<Instant> compareAllAt,
        HealHistory heals) {

    public static final DriftState NONE =
            new DriftState(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), HealHistory.NONE);

    public DriftState {
        suspected = Set.copyOf(suspected);
    }

    /** Returns the state with more objects to compare. */
    public DriftState suspecting(Collection<String> identities) {
        if (suspected.containsAll(identities)) {
            return this;
        }
        Set<String> all = new HashSet<>(suspected);
        all.addAll(identities);
        return new DriftState(all, recheck, rechecked, compareAllAt, heals);
    }

    /** Returns the state with the request of a deposed agent, unless that was answered. */
    public DriftState rechecking(Optional<Overrun> asked) {
        Optional<Overrun> open = asked.filter(overrun -> !rechecked.equals(Optional.of(overrun)));
        return new DriftState(suspected, open, rechecked, compareAllAt, heals);
    }

    /** Returns the state after the objects that are due were compared: these do differ. */
    public DriftState compared(Set<String> differing, Instant now) {
        Set<String> left = new HashSet<>(differing);
        suspected.stream().filter(identity -> !heals.permits(identity, now)).forEach(left::add);
        return new DriftState(left, Optional.empty(), recheck.or(() -> rechecked), compareAllAt, heals);
    }

    /** Returns the state after an attempt to restore these objects has begun. */
    public DriftState healing(Set<String> identities, Instant now) {
        Set<String> left = new HashSet<>(suspected);
        left.removeAll(identities);
        return new DriftState(left, recheck, rechecked, compareAllAt, heals.healed(identities, now));
    }

    /** Returns the state with another time for the comparison of all objects. */
    public DriftState comparingAllAt(Optional<Instant> at) {
        return new DriftState(suspected, recheck, rechecked, at, heals);
    }

    /** Returns the identities of the suspected objects that are to be compared now; a contested object is left alone. */
    public Set<String> due(Instant now) {
        return suspected.stream()
                .filter(identity -> heals.permits(identity, now))
                .collect(Collectors.toUnmodifiableSet());
    }
}

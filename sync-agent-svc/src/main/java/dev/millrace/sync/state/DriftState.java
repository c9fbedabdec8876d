package dev.millrace.sync.state;

import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.lead.Overrun;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The drift of an application's objects as this process knows it. All sets and maps are by identity.
 *
 * @param suspected objects that may differ from what was applied, and are to be compared
 * @param reports the newest event that reported a suspected object; absent for one that the agent suspects itself
 * @param open objects that did differ when they were compared, until they are restored
 * @param healing objects that the running attempt restores, and has not stored yet
 * @param recheck the request of a deposed agent to compare all objects; absent if there is none that is unanswered
 * @param rechecked the request that was answered last
 * @param compareAllAt when all objects are compared again; absent if that is not planned
 * @param missing objects that are known not to be in the cluster
 * @param heals the restorations in the recent past
 */
public record DriftState(
        Set<String> suspected,
        Map<String, EventId> reports,
        Map<String, OpenDrift> open,
        Set<String> healing,
        Optional<Overrun> recheck,
        Optional<Overrun> rechecked,
        Optional<Instant> compareAllAt,
        Set<String> missing,
        HealHistory heals) {

    public static final DriftState NONE = new DriftState(
            Set.of(),
            Map.of(),
            Map.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            HealHistory.NONE);

    public DriftState {
        suspected = Set.copyOf(suspected);
        reports = Map.copyOf(reports);
        open = Map.copyOf(open);
        healing = Set.copyOf(healing);
        missing = Set.copyOf(missing);
    }

    /** The policy of an application for the restoration of its objects. */
    public interface HealTimes {

        /** Returns when an object whose drift was found at that time may be restored at the earliest; empty if it may not. */
        Optional<Instant> healAt(String identity, Instant since);
    }

    /** Returns the drift that an earlier process recorded: all of it is compared again. */
    public static DriftState recorded(Map<String, OpenDrift> open, HealHistory heals) {
        return new DriftState(
                open.keySet(),
                Map.of(),
                open,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                heals);
    }

    /** Returns the state with more objects to compare. */
    public DriftState suspecting(Collection<String> identities) {
        return suspecting(identities, Optional.empty());
    }

    /**
     * Returns the state with more objects to compare.
     *
     * @param report the event that reported them
     */
    public DriftState suspecting(Collection<String> identities, Optional<EventId> report) {
        if (suspected.containsAll(identities) && report.isEmpty()) {
            return this;
        }
        Set<String> all = new HashSet<>(suspected);
        all.addAll(identities);
        Map<String, EventId> reported = new HashMap<>(reports);
        report.ifPresent(event -> identities.forEach(identity -> reported.put(identity, event)));
        return new DriftState(all, reported, open, healing, recheck, rechecked, compareAllAt, missing, heals);
    }

    /** Returns the state with the request of a deposed agent, unless that was answered. */
    public DriftState rechecking(Optional<Overrun> asked) {
        Optional<Overrun> unanswered = asked.filter(overrun -> !rechecked.equals(Optional.of(overrun)));
        return new DriftState(suspected, reports, open, healing, unanswered, rechecked, compareAllAt, missing, heals);
    }

    /**
     * Returns the state after objects were compared.
     *
     * @param compared the compared objects
     * @param gone those that are not in the cluster
     * @param fields the fields of those that differ
     */
    public DriftState compared(
            Set<String> compared, Set<String> gone, Map<String, String> fields, HealTimes times, Instant now) {
        Map<String, OpenDrift> known = new HashMap<>(open);
        known.keySet().removeAll(compared);
        fields.forEach((identity, differing) -> {
            Optional<OpenDrift> before = Optional.ofNullable(open.get(identity));
            Instant since = before.map(OpenDrift::since).orElse(now);
            Optional<EventId> report =
                    Optional.ofNullable(reports.get(identity)).or(() -> before.flatMap(OpenDrift::event));
            known.put(identity, new OpenDrift(differing, since, times.healAt(identity, since), report));
        });
        Set<String> absent = new HashSet<>(missing);
        absent.removeAll(compared);
        absent.addAll(gone);
        Set<String> running = new HashSet<>(healing);
        running.retainAll(known.keySet());
        return new DriftState(
                Set.of(),
                Map.of(),
                known,
                running,
                Optional.empty(),
                recheck.or(() -> rechecked),
                compareAllAt,
                absent,
                heals.checked(compared, now));
    }

    /** Returns the state after an attempt has begun that restores these objects, and creates those that are missing. */
    public DriftState healing(Set<String> identities) {
        Set<String> known = new HashSet<>(identities);
        known.retainAll(open.keySet());
        return new DriftState(suspected, reports, open, known, recheck, rechecked, compareAllAt, Set.of(), heals);
    }

    /** Returns the state after these objects were stored: those that were to be restored are, at this time. */
    public DriftState stored(Collection<ObjectRef> refs, Instant now) {
        Map<String, String> restored = new HashMap<>();
        refs.stream()
                .map(ObjectRef::identity)
                .filter(healing::contains)
                .forEach(identity -> restored.put(
                        identity,
                        Optional.ofNullable(open.get(identity))
                                .map(OpenDrift::fields)
                                .orElse("")));
        DriftState settled = settled(refs);
        return restored.isEmpty() ? settled : settled.with(settled.healing, heals.healed(restored, now));
    }

    /** Returns the state after these objects were applied, deleted or released: they differ no longer. */
    public DriftState settled(Collection<ObjectRef> refs) {
        return without(refs.stream().map(ObjectRef::identity).collect(Collectors.toSet()));
    }

    private DriftState without(Set<String> identities) {
        Set<String> absent = new HashSet<>(missing);
        Map<String, OpenDrift> others = new HashMap<>(open);
        Set<String> running = new HashSet<>(healing);
        absent.removeAll(identities);
        others.keySet().removeAll(identities);
        running.removeAll(identities);
        return new DriftState(suspected, reports, others, running, recheck, rechecked, compareAllAt, absent, heals);
    }

    private DriftState with(Set<String> running, HealHistory history) {
        return new DriftState(suspected, reports, open, running, recheck, rechecked, compareAllAt, missing, history);
    }

    /** Returns the state after the attempt has succeeded: what it did not store it leaves as it is, as the commit demands. */
    public DriftState succeeded() {
        return without(healing);
    }

    /** Returns the state after the attempt has failed: what it did not restore still differs, and is restored after a while. */
    public DriftState failed(Instant now) {
        return healing.isEmpty() ? this : with(Set.of(), heals.refused(healing, now));
    }

    /** Returns the state after another attempt took the place of the running one: what it did not restore still differs. */
    public DriftState superseded() {
        return with(Set.of(), heals);
    }

    /** Returns the state with another time for the comparison of all objects. */
    public DriftState comparingAllAt(Optional<Instant> at) {
        return new DriftState(suspected, reports, open, healing, recheck, rechecked, at, missing, heals);
    }

    /** Returns the objects that differ and are to be restored, now or later. */
    public Set<String> differing() {
        return open.entrySet().stream()
                .filter(entry -> entry.getValue().isToBeHealed())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the objects that are to be compared now: those that are suspected, that may be restored, and that were restored lately. */
    public Set<String> toCompare(Instant now) {
        Set<String> all = new HashSet<>(restorable(now));
        all.addAll(heals.toCheck(now));
        all.removeAll(healing);
        all.addAll(suspected);
        return all;
    }

    /** Returns the objects that differ and may be restored now; a contested object is left alone. */
    public Set<String> restorable(Instant now) {
        return open.entrySet().stream()
                .filter(entry -> entry.getValue()
                        .healAt()
                        .filter(at -> !now.isBefore(at))
                        .isPresent())
                .map(Map.Entry::getKey)
                .filter(identity -> !healing.contains(identity) && heals.permits(identity, now))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the earliest time after this one at which an object may be restored, or is to be compared again. */
    public Optional<Instant> next(Instant after) {
        Stream<Instant> restored = open.entrySet().stream()
                .filter(entry -> !healing.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().healAt().stream().map(at -> heals.pausedUntil(entry.getKey(), after)
                        .filter(at::isBefore)
                        .orElse(at)));
        return Stream.concat(restored, heals.nextCheck(after).stream())
                .filter(after::isBefore)
                .min(Instant::compareTo);
    }

    /** Returns the events that reported the drift of these objects. */
    public List<EventId> reportsOf(Collection<String> identities) {
        return identities.stream()
                .sorted()
                .flatMap(identity -> Stream.ofNullable(open.get(identity)))
                .flatMap(drift -> drift.event().stream())
                .toList();
    }
}

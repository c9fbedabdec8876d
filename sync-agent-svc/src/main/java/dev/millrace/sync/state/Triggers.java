package dev.millrace.sync.state;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The reasons to reconcile an application that arrived since it was reconciled last.
 *
 * @param sourceAsOf the source must be read as of that time or later; absent if only the cluster changed
 * @param trigger what asked for the source
 * @param commit the commit that an event named
 * @param event the id of that event, which is the cause of an attempt that the source makes necessary
 * @param drift the id of the newest event that reported drift, which is the cause of an attempt that only restores objects
 * @param drifted identities of objects whose drift was reported
 * @param retry true if a failed attempt may well succeed now
 * @param acknowledged events that Kafka has acknowledged
 */
public record Triggers(
        Optional<Instant> sourceAsOf,
        Optional<Trigger> trigger,
        Optional<CommitId> commit,
        Optional<EventId> event,
        Optional<EventId> drift,
        Set<String> drifted,
        boolean retry,
        Set<EventId> acknowledged) {

    public static final Triggers NONE = new Triggers(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            false,
            Set.of());

    public Triggers {
        drifted = Set.copyOf(drifted);
        acknowledged = Set.copyOf(acknowledged);
    }

    /** The source may have moved. */
    public static Triggers source(Instant asOf, Trigger trigger) {
        return asking(asOf, trigger, false);
    }

    /** A failed attempt may well succeed now. */
    public static Triggers retry(Instant asOf) {
        return asking(asOf, Trigger.APPLICATION, true);
    }

    private static Triggers asking(Instant asOf, Trigger trigger, boolean retry) {
        return new Triggers(
                Optional.of(asOf),
                Optional.of(trigger),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                retry,
                Set.of());
    }

    /** An event reports that the source has moved to this commit. */
    public static Triggers committed(Instant asOf, CommitId commit, EventId event) {
        return new Triggers(
                Optional.of(asOf),
                Optional.of(Trigger.EVENT),
                Optional.of(commit),
                Optional.of(event),
                Optional.empty(),
                Set.of(),
                false,
                Set.of());
    }

    /** An event reports that an object differs from what was applied. */
    public static Triggers drifted(String identity, EventId event) {
        return new Triggers(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(event),
                Set.of(identity),
                false,
                Set.of());
    }

    /** Kafka has acknowledged an event of the application's outbox. */
    public static Triggers acknowledged(EventId id) {
        return new Triggers(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                false,
                Set.of(id));
    }

    /** Returns true if nothing arrived but acknowledgements, which leave the application as it is. */
    public boolean isAcknowledgement() {
        return !acknowledged.isEmpty()
                && new Triggers(sourceAsOf, trigger, commit, event, drift, drifted, retry, Set.of()).equals(NONE);
    }

    /** Returns these and later ones as one. */
    public Triggers and(Triggers later) {
        Set<String> allDrifted = new HashSet<>(drifted);
        allDrifted.addAll(later.drifted);
        Set<EventId> allAcknowledged = new HashSet<>(acknowledged);
        allAcknowledged.addAll(later.acknowledged);
        return new Triggers(
                latest(later.sourceAsOf, sourceAsOf),
                later.commit.isPresent() ? later.trigger : trigger.or(() -> later.trigger),
                later.commit.or(() -> commit),
                later.event.or(() -> event),
                later.drift.or(() -> drift),
                allDrifted,
                retry || later.retry,
                allAcknowledged);
    }

    private static Optional<Instant> latest(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(Instant::compareTo);
    }

    /** Returns what remains once the source was read: what asked for it is not answered before the commit is compared. */
    Triggers withoutSource() {
        return new Triggers(Optional.empty(), trigger, Optional.empty(), event, drift, drifted, retry, acknowledged);
    }

    /** Returns only the part that concerns the source and the cause of the next attempt. */
    public Triggers ofSource() {
        return new Triggers(sourceAsOf, trigger, commit, event, drift, Set.of(), false, Set.of());
    }
}

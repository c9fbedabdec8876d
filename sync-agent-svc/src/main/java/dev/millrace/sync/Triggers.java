package dev.millrace.sync;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * All that asked for an application to be looked at since it was looked at last.
 *
 * @param sourceAsOf the source must be looked at as of then; absent if only the cluster changed
 * @param trigger what asked for the source
 * @param told the commit that an event named
 * @param event that event
 * @param drifted identities of objects whose drift was told
 * @param retry whether what failed may well succeed now
 * @param acknowledged events that Kafka has
 */
public record Triggers(
        Optional<Instant> sourceAsOf,
        Optional<Trigger> trigger,
        Optional<CommitId> told,
        Optional<EventId> event,
        Set<String> drifted,
        boolean retry,
        Set<EventId> acknowledged) {

    public static final Triggers NONE = new Triggers(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), false, Set.of());

    public Triggers {
        drifted = Set.copyOf(drifted);
        acknowledged = Set.copyOf(acknowledged);
    }

    /** The source may have moved. */
    public static Triggers source(Instant asOf, Trigger trigger) {
        return new Triggers(
                Optional.of(asOf), Optional.of(trigger), Optional.empty(), Optional.empty(), Set.of(), false, Set.of());
    }

    /** The source has moved to this commit, an event says. */
    public static Triggers committed(Instant asOf, CommitId commit, EventId event) {
        return new Triggers(
                Optional.of(asOf),
                Optional.of(Trigger.EVENT),
                Optional.of(commit),
                Optional.of(event),
                Set.of(),
                false,
                Set.of());
    }

    /** An object differs from what was applied, an event says. */
    public static Triggers drifted(String identity, EventId event) {
        return new Triggers(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(event),
                Set.of(identity),
                false,
                Set.of());
    }

    /** What failed may well succeed now. */
    public static Triggers retry(Instant asOf) {
        return new Triggers(
                Optional.of(asOf),
                Optional.of(Trigger.APPLICATION),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                true,
                Set.of());
    }

    /** Kafka has an event of the application's outbox. */
    public static Triggers acknowledged(EventId id) {
        return new Triggers(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), false, Set.of(id));
    }

    /** This and a later one, as one. */
    public Triggers and(Triggers later) {
        Set<String> allDrifted = new HashSet<>(drifted);
        allDrifted.addAll(later.drifted);
        Set<EventId> allAcknowledged = new HashSet<>(acknowledged);
        allAcknowledged.addAll(later.acknowledged);
        return new Triggers(
                later.sourceAsOf.or(() -> sourceAsOf),
                later.told.isPresent() ? later.trigger : trigger.or(() -> later.trigger),
                later.told.or(() -> told),
                later.event.or(() -> event),
                allDrifted,
                retry || later.retry,
                allAcknowledged);
    }
}

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
 * @param acknowledged events that Kafka has
 */
public record Knock(
        Optional<Instant> sourceAsOf,
        Optional<Trigger> trigger,
        Optional<CommitId> told,
        Optional<EventId> event,
        Set<String> drifted,
        Set<EventId> acknowledged) {

    public static final Knock NONE =
            new Knock(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), Set.of());

    public Knock {
        drifted = Set.copyOf(drifted);
        acknowledged = Set.copyOf(acknowledged);
    }

    /** The source may have moved. */
    public static Knock source(Instant asOf, Trigger trigger) {
        return new Knock(
                Optional.of(asOf), Optional.of(trigger), Optional.empty(), Optional.empty(), Set.of(), Set.of());
    }

    /** The source has moved to this commit, an event says. */
    public static Knock committed(Instant asOf, CommitId commit, EventId event) {
        return new Knock(
                Optional.of(asOf),
                Optional.of(Trigger.EVENT),
                Optional.of(commit),
                Optional.of(event),
                Set.of(),
                Set.of());
    }

    /** An object differs from what was applied, an event says. */
    public static Knock drifted(String identity, EventId event) {
        return new Knock(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(event), Set.of(identity), Set.of());
    }

    /** Kafka has an event of the application's outbox. */
    public static Knock acknowledged(EventId id) {
        return new Knock(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), Set.of(id));
    }

    /** This and a later one, as one. */
    public Knock and(Knock later) {
        Set<String> allDrifted = new HashSet<>(drifted);
        allDrifted.addAll(later.drifted);
        Set<EventId> allAcknowledged = new HashSet<>(acknowledged);
        allAcknowledged.addAll(later.acknowledged);
        return new Knock(
                later.sourceAsOf.or(() -> sourceAsOf),
                later.told.isPresent() ? later.trigger : trigger.or(() -> later.trigger),
                later.told.or(() -> told),
                later.event.or(() -> event),
                allDrifted,
                allAcknowledged);
    }
}

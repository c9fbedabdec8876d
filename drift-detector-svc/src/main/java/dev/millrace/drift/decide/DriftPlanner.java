package dev.millrace.drift.decide;

import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.drift.decide.context.Context;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Decides which changes of state to publish, each once. */
public final class DriftPlanner {
    /** The name of this service as an event source. */
    public static final String SERVICE = "drift-detector-svc";

    private DriftPlanner() {}

    /**
     * Plans the next step for an object.
     *
     * @param cluster the uid of the cluster; empty if it is not known
     * @param latest the event of this object that was published last; empty if there is none
     */
    public static DriftStep plan(DriftFacts facts, Optional<UUID> cluster, Optional<LatestEvent> latest, Instant now) {
        DriftVerdict verdict = Judge.judge(facts);
        Set<Context.Lookup> missing = facts.context().missing(Judge.needed(verdict, facts.ref()));
        if (!missing.isEmpty()) {
            return new DriftStep.Gather(missing);
        }
        return switch (verdict) {
            case DriftVerdict.Undecided undecided -> new DriftStep.NoChange();
            case DriftVerdict.AwaitRecord await -> new DriftStep.Wait();
            case DriftVerdict.AsApplied asApplied -> asApplied(latest, now);
            case DriftVerdict.Drifted drifted ->
                isKnownReplacement(drifted, latest)
                        ? asApplied(latest, now)
                        : drifted(facts, cluster, drifted, latest, now);
        };
    }

    private static DriftStep asApplied(Optional<LatestEvent> latest, Instant now) {
        return latest.flatMap(LatestEvent::open)
                .<DriftStep>map(published -> new DriftStep.Publish(
                        resolved(published, latest.orElseThrow().id(), now)))
                .orElseGet(DriftStep.NoChange::new);
    }

    /** Returns true if another drift of a recreated object was published, such as its deletion: that one has ended. */
    private static boolean isKnownReplacement(DriftVerdict.Drifted drifted, Optional<LatestEvent> latest) {
        return drifted.change() == Change.Replaced
                && latest.flatMap(LatestEvent::open)
                        .filter(published -> published.event().change() != Change.Replaced)
                        .isPresent();
    }

    private static DriftStep drifted(
            DriftFacts facts,
            Optional<UUID> cluster,
            DriftVerdict.Drifted drifted,
            Optional<LatestEvent> latest,
            Instant now) {
        DriftDetected drift = detected(facts, cluster, drifted, latest, now);
        return latest.flatMap(LatestEvent::open)
                        .filter(published -> isSameState(published.event(), drift))
                        .isPresent()
                ? new DriftStep.NoChange()
                : new DriftStep.Publish(envelope(record(facts), drift, now));
    }

    /** Keeps the published author of a value that is still the same: a manager that only agrees to it has not changed it. */
    private static List<FieldDrift> withFirstAuthors(List<FieldDrift> fields, DriftDetected published) {
        Map<String, FieldDrift> before = new HashMap<>();
        published.fields().forEach(field -> before.put(field.path(), field));
        return fields.stream()
                .map(field -> Optional.ofNullable(before.get(field.path()))
                        .filter(known -> !field.redacted()
                                && known.manager().isPresent()
                                && known.desired().equals(field.desired())
                                && known.live().equals(field.live()))
                        .orElse(field))
                .toList();
    }

    private static AppliedRecord record(DriftFacts facts) {
        return facts.record().orElseThrow(() -> new IllegalStateException("drift without a record"));
    }

    private static DriftDetected detected(
            DriftFacts facts,
            Optional<UUID> cluster,
            DriftVerdict.Drifted drifted,
            Optional<LatestEvent> latest,
            Instant now) {
        AppliedRecord record = record(facts);
        FieldBounds.Bounded bounded = FieldBounds.of(drifted.fields());
        List<FieldDrift> fields = latest.flatMap(LatestEvent::open)
                .map(published -> withFirstAuthors(bounded.fields(), published.event()))
                .orElseGet(bounded::fields);
        return new DriftDetected(
                record.application(),
                record.applicationUid(),
                cluster,
                facts.ref(),
                drifted.uid(),
                drifted.change(),
                fields,
                record.revision(),
                Optional.empty(),
                record.heal(),
                now,
                latest.map(LatestEvent::id),
                Optional.of(bounded.omitted()));
    }

    private static Envelope<DriftDetected> envelope(AppliedRecord record, DriftDetected drift, Instant now) {
        ChainId chain = record.chain()
                .orElseGet(() ->
                        new ChainId(EventId.of("chain", record.applicationUid()).value()));
        return new Envelope<>(drift, SERVICE, now, chain, record.causation(), Optional.empty());
    }

    /** @param id the id under which the drift was published, which differs from its own if it had to be shortened further */
    private static Envelope<DriftDetected> resolved(Envelope<DriftDetected> published, EventId id, Instant now) {
        DriftDetected before = published.event();
        DriftDetected resolved = new DriftDetected(
                before.application(),
                before.applicationUid(),
                before.clusterUid(),
                before.object(),
                before.objectUid(),
                Change.Resolved,
                before.fields(),
                before.revision(),
                Optional.of(id),
                before.heal(),
                now,
                Optional.empty(),
                before.fieldsOmitted());
        return new Envelope<>(resolved, SERVICE, now, published.chain(), Optional.of(id), published.trace());
    }

    /**
     * Returns the same event with the paths of its fields only, for a broker that takes no larger one; empty if it has no values.
     */
    public static Optional<Envelope<DriftDetected>> withoutValues(Envelope<DriftDetected> drift) {
        List<FieldDrift> paths =
                drift.event().fields().stream().map(FieldBounds::withoutValues).toList();
        return paths.equals(drift.event().fields())
                ? Optional.empty()
                : Optional.of(with(drift, paths, drift.event().fieldsOmitted().orElse(0)));
    }

    /** Returns the same event with the number of its fields only; empty if it has no fields. */
    public static Optional<Envelope<DriftDetected>> withoutFields(Envelope<DriftDetected> drift) {
        int fields = drift.event().fields().size();
        return fields == 0
                ? Optional.empty()
                : Optional.of(with(
                        drift, List.of(), fields + drift.event().fieldsOmitted().orElse(0)));
    }

    private static Envelope<DriftDetected> with(Envelope<DriftDetected> drift, List<FieldDrift> fields, int omitted) {
        DriftDetected event = drift.event();
        DriftDetected other = new DriftDetected(
                event.application(),
                event.applicationUid(),
                event.clusterUid(),
                event.object(),
                event.objectUid(),
                event.change(),
                fields,
                event.revision(),
                event.resolves(),
                event.heal(),
                event.detectedAt(),
                event.follows(),
                Optional.of(omitted));
        return drift.with(other);
    }

    /** Compares two states of the object. The time of a write counts only where the values are left out, the subresource never. */
    private static boolean isSameState(DriftDetected published, DriftDetected drift) {
        return published.change() == drift.change()
                && published.objectUid().equals(drift.objectUid())
                && published.fieldsOmitted().equals(drift.fieldsOmitted())
                && states(published.fields()).equals(states(drift.fields()));
    }

    private static List<FieldDrift> states(List<FieldDrift> fields) {
        return fields.stream().map(DriftPlanner::state).toList();
    }

    private static FieldDrift state(FieldDrift field) {
        return field.redacted() || (field.shortened().isPresent() && hasNoValue(field))
                ? field
                : new FieldDrift(
                        field.path(),
                        field.desired(),
                        field.live(),
                        false,
                        field.manager(),
                        field.operation(),
                        Optional.empty(),
                        Optional.empty(),
                        field.shortened());
    }

    private static boolean hasNoValue(FieldDrift field) {
        return field.desired().isEmpty() && field.live().isEmpty();
    }
}

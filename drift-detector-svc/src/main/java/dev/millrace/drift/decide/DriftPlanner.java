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
     * @param open the drift of this object that was published last and is not resolved
     */
    public static DriftStep plan(
            DriftFacts facts, Optional<UUID> cluster, Optional<Envelope<DriftDetected>> open, Instant now) {
        DriftVerdict verdict = Judge.judge(facts);
        Set<Context.Lookup> missing = facts.context().missing(Judge.needed(verdict, facts.ref()));
        if (!missing.isEmpty()) {
            return new DriftStep.Gather(missing);
        }
        return switch (verdict) {
            case DriftVerdict.Undecided undecided -> new DriftStep.NoChange();
            case DriftVerdict.AwaitRecord await -> new DriftStep.Wait();
            case DriftVerdict.AsApplied asApplied -> asApplied(open, now);
            case DriftVerdict.Drifted drifted ->
                isKnownReplacement(drifted, open) ? asApplied(open, now) : drifted(facts, cluster, drifted, open, now);
        };
    }

    private static DriftStep asApplied(Optional<Envelope<DriftDetected>> open, Instant now) {
        return open.<DriftStep>map(published -> new DriftStep.Publish(resolved(published, now)))
                .orElseGet(DriftStep.NoChange::new);
    }

    /** Returns true if another drift of a recreated object was published, such as its deletion: that one has ended. */
    private static boolean isKnownReplacement(DriftVerdict.Drifted drifted, Optional<Envelope<DriftDetected>> open) {
        return drifted.change() == Change.Replaced
                && open.filter(published -> published.event().change() != Change.Replaced)
                        .isPresent();
    }

    private static DriftStep drifted(
            DriftFacts facts,
            Optional<UUID> cluster,
            DriftVerdict.Drifted drifted,
            Optional<Envelope<DriftDetected>> open,
            Instant now) {
        List<FieldDrift> fields = open.map(published -> withFirstAuthors(drifted.fields(), published.event()))
                .orElseGet(drifted::fields);
        DriftDetected drift = detected(record(facts), cluster, facts, drifted, fields, now);
        return open.filter(published -> isSameState(published.event(), drift)).isPresent()
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
            AppliedRecord record,
            Optional<UUID> cluster,
            DriftFacts facts,
            DriftVerdict.Drifted drifted,
            List<FieldDrift> fields,
            Instant now) {
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
                now);
    }

    private static Envelope<DriftDetected> envelope(AppliedRecord record, DriftDetected drift, Instant now) {
        ChainId chain = record.chain()
                .orElseGet(() ->
                        new ChainId(EventId.of("chain", record.applicationUid()).value()));
        return new Envelope<>(drift, SERVICE, now, chain, record.causation(), Optional.empty());
    }

    private static Envelope<DriftDetected> resolved(Envelope<DriftDetected> published, Instant now) {
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
                Optional.of(published.id()),
                before.heal(),
                now);
        return published.followedBy(resolved, SERVICE, now);
    }

    /** Compares two states of the object. The time of a write counts only where the values are redacted. */
    private static boolean isSameState(DriftDetected published, DriftDetected drift) {
        return published.change() == drift.change()
                && published.objectUid().equals(drift.objectUid())
                && states(published.fields()).equals(states(drift.fields()));
    }

    private static List<FieldDrift> states(List<FieldDrift> fields) {
        return fields.stream().map(DriftPlanner::state).toList();
    }

    private static FieldDrift state(FieldDrift field) {
        return field.redacted()
                ? field
                : new FieldDrift(
                        field.path(),
                        field.desired(),
                        field.live(),
                        false,
                        field.manager(),
                        field.operation(),
                        Optional.empty());
    }
}

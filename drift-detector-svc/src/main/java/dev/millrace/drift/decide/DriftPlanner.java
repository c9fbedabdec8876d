package dev.millrace.drift.decide;

import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
        return switch (Judge.judge(facts)) {
            case DriftVerdict.Undecided undecided -> new DriftStep.NoChange();
            case DriftVerdict.AwaitRecord await -> new DriftStep.Wait();
            case DriftVerdict.AsApplied asApplied ->
                open.<DriftStep>map(published -> new DriftStep.Publish(resolved(published, now)))
                        .orElseGet(DriftStep.NoChange::new);
            case DriftVerdict.Drifted drifted -> {
                DriftDetected drift = detected(record(facts), cluster, facts, drifted, now);
                yield open.filter(published -> isSameState(published.event(), drift))
                                .isPresent()
                        ? new DriftStep.NoChange()
                        : new DriftStep.Publish(envelope(record(facts), drift, now));
            }
        };
    }

    private static AppliedRecord record(DriftFacts facts) {
        return facts.record().orElseThrow(() -> new IllegalStateException("drift without a record"));
    }

    private static DriftDetected detected(
            AppliedRecord record, Optional<UUID> cluster, DriftFacts facts, DriftVerdict.Drifted drifted, Instant now) {
        return new DriftDetected(
                record.application(),
                record.applicationUid(),
                cluster,
                facts.ref(),
                drifted.uid(),
                drifted.change(),
                drifted.fields(),
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

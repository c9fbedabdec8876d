package dev.millrace.drift.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.Marks;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.Owner;
import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.cluster.record.Baseline;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.value.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * Distinguishes drift from the agent's own changes. The watches of records and of objects have no common order: a newer apply by the agent may
 * be observed before its record, and a record before its object.
 */
public final class Judge {
    private static final FieldPath REPLICAS = FieldPath.of("spec", "replicas");

    private Judge() {}

    public static DriftVerdict judge(DriftFacts facts) {
        if (facts.record().isEmpty()) {
            return new DriftVerdict.AsApplied();
        }
        AppliedRecord record = facts.record().get();
        return facts.applied()
                .map(applied -> ofRecorded(record, applied, facts))
                .orElseGet(() -> ofUnrecorded(record, facts));
    }

    private static DriftVerdict ofRecorded(AppliedRecord record, AppliedObject applied, DriftFacts facts) {
        return switch (facts.live()) {
            case LiveState.Unwatched unwatched -> new DriftVerdict.Undecided();
            case LiveState.Unknown unknown -> new DriftVerdict.Undecided();
            case LiveState.Absent absent ->
                applied.selfRemoving() || record.intent().mayBeGone(applied.ref())
                        ? new DriftVerdict.AsApplied()
                        : new DriftVerdict.Drifted(Change.Missing, Optional.of(applied.uid()), List.of());
            case LiveState.Present present ->
                applied.baseline()
                        .map(baseline -> ofPresent(record, applied, baseline, present.object(), facts.mayWait()))
                        .orElseGet(DriftVerdict.Undecided::new);
        };
    }

    private static DriftVerdict ofPresent(
            AppliedRecord record, AppliedObject applied, Baseline baseline, JsonNode object, boolean mayWait) {
        LiveObject live = LiveObject.of(object);
        if (record.intent().mayBeGone(applied.ref()) && live.applicationUid().isEmpty()) {
            return new DriftVerdict.AsApplied(); // the agent has released it: it belongs to no application now
        }
        String recorded = baseline.applied().orElse(applied.renderedHash());
        boolean isNewer =
                live.appliedByAgent().filter(hash -> !hash.equals(recorded)).isPresent();
        if (mayWait && isNewer) {
            return new DriftVerdict.AwaitRecord();
        }
        List<FieldDrift> fields = baseline.differences(applied.ref(), object, record.salt()).stream()
                .filter(difference -> !isAutoscaled(difference, live))
                .map(difference -> isNewer ? difference.withoutValues() : difference) // their origin isn't known yet
                .map(difference -> drift(difference, live))
                .toList();
        return fields.isEmpty()
                ? new DriftVerdict.AsApplied()
                : new DriftVerdict.Drifted(Change.Modified, live.uid(), fields);
    }

    /** Returns true for replicas that the Kubernetes autoscaler set. */
    private static boolean isAutoscaled(FieldDifference difference, LiveObject live) {
        return difference.path().equals(REPLICAS)
                && live.managed()
                        .ownerOf(REPLICAS, Marks.FIELD_MANAGER)
                        .filter(owner -> owner.subresource().equals("scale")
                                && owner.manager().equals("kube-controller-manager"))
                        .isPresent();
    }

    private static FieldDrift drift(FieldDifference difference, LiveObject live) {
        // the API server stores writes of clients without a name: nobody is named for them
        Optional<Owner> owner = live.managed()
                .ownerOf(difference.path(), Marks.FIELD_MANAGER)
                .filter(known -> !known.manager().isEmpty());
        return new FieldDrift(
                difference.path().toString(),
                difference.desired(),
                difference.live(),
                difference.redacted(),
                owner.map(Owner::manager),
                owner.map(Owner::operation),
                owner.flatMap(Owner::time),
                owner.map(Owner::subresource).filter(subresource -> !subresource.isEmpty()),
                Optional.empty());
    }

    private static DriftVerdict ofUnrecorded(AppliedRecord record, DriftFacts facts) {
        return switch (facts.live()) {
            case LiveState.Unwatched unwatched -> new DriftVerdict.AsApplied();
            case LiveState.Unknown unknown -> new DriftVerdict.Undecided();
            case LiveState.Absent absent -> new DriftVerdict.AsApplied();
            case LiveState.Present present -> {
                LiveObject live = LiveObject.of(present.object());
                if (!isExtra(record, facts.ref(), live)) {
                    yield new DriftVerdict.AsApplied();
                }
                yield facts.mayWait() && live.appliedByAgent().isPresent()
                        ? new DriftVerdict.AwaitRecord()
                        : new DriftVerdict.Drifted(Change.Extra, live.uid(), List.of());
            }
        };
    }

    private static boolean isExtra(AppliedRecord record, ObjectRef ref, LiveObject live) {
        return live.applicationUid().filter(record.applicationUid()::equals).isPresent()
                && !live.isBeingDeleted()
                && !live.isOwnedByController()
                && !record.intent().mayBeNew(ref)
                && !record.intent().mayBeGone(ref);
    }

    /** The hash of the agent's last apply, which the caller uses to track pending records; empty if there is none. */
    public static Optional<String> appliedByAgent(LiveState live) {
        return live instanceof LiveState.Present present
                ? LiveObject.of(present.object()).appliedByAgent()
                : Optional.empty();
    }
}

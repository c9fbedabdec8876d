package dev.millrace.drift.decide;

import dev.millrace.cluster.Marks;
import dev.millrace.cluster.expected.Autoscalers;
import dev.millrace.cluster.expected.ReconcileMark;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.Owner;
import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.cluster.record.Baseline;
import dev.millrace.drift.decide.context.Context;
import dev.millrace.drift.decide.context.Context.Lookup;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.value.ObjectRef;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Distinguishes drift from the agent's own changes. The watches of records and of objects have no common order: a newer apply by the agent may
 * be observed before its record, and a record before its object.
 */
public final class Judge {
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
                isExpectedToGo(record, applied, facts)
                        ? new DriftVerdict.AsApplied()
                        : new DriftVerdict.Drifted(Change.Missing, Optional.of(applied.uid()), List.of());
            case LiveState.Present present -> ofPresent(record, applied, LiveObject.of(present.object()), facts);
        };
    }

    /** Returns true if the object goes by itself, or by the agent, or with its Application. */
    private static boolean isExpectedToGo(AppliedRecord record, AppliedObject applied, DriftFacts facts) {
        return applied.selfRemoving()
                || record.intent().mayBeGone(applied.ref())
                || facts.context().applicationEnds().orElse(false);
    }

    private static DriftVerdict ofPresent(
            AppliedRecord record, AppliedObject applied, LiveObject live, DriftFacts facts) {
        if (record.intent().mayBeGone(applied.ref()) && live.applicationUid().isEmpty()) {
            return new DriftVerdict.AsApplied(); // the agent has released it: it belongs to no application now
        }
        if (live.deletion().isPresent()) {
            return isExpectedToGo(record, applied, facts)
                    ? new DriftVerdict.AsApplied()
                    : new DriftVerdict.Drifted(Change.Terminating, live.uid(), List.of(deletion(live)));
        }
        if (applied.createOnly() || ReconcileMark.on(live.object()).leftAlone()) {
            return new DriftVerdict.AsApplied();
        }
        return applied.baseline()
                .map(baseline -> ofContent(record, applied, baseline, live, facts))
                .orElseGet(DriftVerdict.Undecided::new);
    }

    private static DriftVerdict ofContent(
            AppliedRecord record, AppliedObject applied, Baseline baseline, LiveObject live, DriftFacts facts) {
        String recorded = baseline.applied().orElse(applied.renderedHash());
        boolean isNewer =
                live.appliedByAgent().filter(hash -> !hash.equals(recorded)).isPresent();
        if (facts.mayWait() && isNewer) {
            return new DriftVerdict.AwaitRecord();
        }
        List<FieldDrift> fields = baseline.differences(applied.ref(), live.object(), record.salt()).stream()
                .filter(difference -> isDrift(difference, live, facts))
                .map(difference -> isNewer || isSecret(difference, facts) ? difference.withoutValues() : difference)
                .map(difference -> drift(difference, live))
                .toList();
        return fields.isEmpty()
                ? ofIdentity(record, applied, live, facts)
                : new DriftVerdict.Drifted(Change.Modified, live.uid(), fields);
    }

    private static boolean isDrift(FieldDifference difference, LiveObject live, DriftFacts facts) {
        Context context = facts.context();
        return !isOfConversion(difference, live, facts)
                && context.autoscalers()
                        .filter(autoscalers -> autoscalers.set(difference.path(), facts.ref()))
                        .isEmpty()
                && context.schema()
                        .filter(schema -> schema.isSameQuantity(difference))
                        .isEmpty();
    }

    /**
     * Returns true if a field differs since the kind was read in another version than the applied one: it is ours still. A manager that writes another
     * value takes the field from us, in whatever version it writes.
     */
    private static boolean isOfConversion(FieldDifference difference, LiveObject live, DriftFacts facts) {
        return !live.isOfVersion(facts.ref().apiVersion())
                && live.managed().isTouchedBy(Marks.FIELD_MANAGER, difference.path());
    }

    /** Returns true if a value of the field may not be published; the origin of what a newer apply wrote isn't known yet. */
    private static boolean isSecret(FieldDifference difference, DriftFacts facts) {
        return SensitiveFields.include(difference)
                || facts.context()
                        .schema()
                        .filter(schema -> schema.isPassword(difference.path()))
                        .isPresent();
    }

    /** Decides on an object whose content is as applied: it may be another object than the applied one. */
    private static DriftVerdict ofIdentity(
            AppliedRecord record, AppliedObject applied, LiveObject live, DriftFacts facts) {
        Optional<String> other = live.uid().filter(uid -> !uid.equals(applied.uid()));
        if (applied.uid().isEmpty()
                || other.isEmpty()
                || other.equals(facts.context().acceptedUid())
                || record.intent().mayBeNew(applied.ref())) {
            return new DriftVerdict.AsApplied();
        }
        return facts.mayWait() && live.appliedByAgent().isPresent()
                ? new DriftVerdict.AwaitRecord()
                : new DriftVerdict.Drifted(Change.Replaced, other, List.of());
    }

    /** Nobody records who requested a deletion: the time is all there is. */
    private static FieldDrift deletion(LiveObject live) {
        return new FieldDrift(
                "metadata.deletionTimestamp",
                Optional.empty(),
                live.deletion(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
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

    /** Returns what the verdict depends on beside the object and its record. */
    static Set<Lookup> needed(DriftVerdict verdict, ObjectRef ref) {
        Set<Lookup> needed = EnumSet.noneOf(Lookup.class);
        if (verdict instanceof DriftVerdict.Drifted drifted) {
            if (drifted.change() == Change.Missing || drifted.change() == Change.Terminating) {
                needed.add(Lookup.APPLICATION);
            }
            if (drifted.fields().stream().anyMatch(field -> Autoscalers.couldSet(field.path()))) {
                needed.add(Lookup.AUTOSCALERS);
            }
            if (drifted.change() == Change.Modified
                    && isCustom(ref)
                    && drifted.fields().stream().anyMatch(field -> !field.redacted())) {
                needed.add(Lookup.SCHEMA);
            }
        }
        return needed;
    }

    private static boolean isCustom(ObjectRef ref) {
        return ref.group().contains(".") && !ref.group().endsWith(".k8s.io");
    }

    /** The uid of the live object if it is another one than the applied object. */
    public static Optional<String> replacement(DriftFacts facts) {
        return facts.live() instanceof LiveState.Present present
                ? LiveObject.of(present.object()).uid().filter(uid -> facts.applied()
                        .filter(applied -> !applied.uid().equals(uid))
                        .isPresent())
                : Optional.empty();
    }

    /** The hash of the agent's last apply, which the caller uses to track pending records; empty if there is none. */
    public static Optional<String> appliedByAgent(LiveState live) {
        return live instanceof LiveState.Present present
                ? LiveObject.of(present.object()).appliedByAgent()
                : Optional.empty();
    }
}

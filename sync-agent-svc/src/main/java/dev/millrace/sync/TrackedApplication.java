package dev.millrace.sync;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.plan.object.Confirmation;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.record.DriftNote;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.state.DriftState;
import dev.millrace.sync.state.SourceState;
import dev.millrace.sync.state.Triggers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One application in this process: its ledger, and the three states beside it. It is used by one thread at a time. */
final class TrackedApplication {
    private Ledger ledger;
    private Ledger recorded;
    private SourceState source = SourceState.UNKNOWN;
    private AttemptState attempt;
    private DriftState drift;
    private DriftNote noted;

    /** @param ledger as it is recorded in the cluster */
    TrackedApplication(Ledger ledger) {
        this.ledger = ledger;
        this.recorded = ledger;
        this.noted = DriftNote.in(ledger);
        this.drift = DriftState.recorded(noted.open(), noted.heals());
        this.attempt = ledger.running().isPresent()
                ? new AttemptState.Interrupted()
                : new AttemptState.Idle(ledger.noted().retryAt(), 0, Set.of(), Map.of());
    }

    /**
     * The part that outlives a pass that failed.
     *
     * @param suspected identities of objects that are still to be compared
     */
    record Unanswered(Triggers demand, Set<String> suspected, DriftState drift) {}

    /** Returns what must not be forgotten when everything else is read from the record again. */
    Unanswered unanswered() {
        Set<String> suspected = new HashSet<>(drift.suspected());
        suspected.addAll(drift.open().keySet());
        return new Unanswered(source.demand(), suspected, drift);
    }

    /** Takes over what a failed pass left unanswered. */
    void resume(Unanswered before) {
        source = source.asked(before.demand());
        drift = new DriftState(
                before.suspected(),
                before.drift().reports(),
                before.drift().open(),
                Set.of(),
                before.drift().recheck(),
                Optional.empty(),
                before.drift().compareAllAt(),
                before.drift().missing(),
                before.drift().heals());
    }

    Ledger ledger() {
        return ledger;
    }

    void set(Ledger next) {
        ledger = next;
    }

    /** Returns true if the cluster's copy of the record is an older one. */
    @SuppressWarnings("ReferenceEquality") // most passes change nothing; the comparison by value is for the others
    boolean isUnrecorded() {
        return recorded != ledger && !recorded.equals(ledger);
    }

    void setRecorded() {
        recorded = ledger;
    }

    SourceState source() {
        return source;
    }

    void set(SourceState next) {
        source = next;
    }

    AttemptState attempt() {
        return attempt;
    }

    void set(AttemptState next) {
        attempt = next;
    }

    DriftState drift() {
        return drift;
    }

    void set(DriftState next) {
        drift = next;
        DriftNote note = DriftNote.of(next);
        if (!note.equals(noted)) {
            ledger = note.on(ledger);
            noted = note;
        }
    }

    /** Returns the attempt that has begun and not ended; there must be one. */
    Attempt running() {
        return ledger.running().orElseThrow(() -> new IllegalStateException("no attempt is running"));
    }

    /** Notes progress of the running attempt. */
    void note(UnaryOperator<Attempt> progress) {
        ledger = ledger.running(progress.apply(running()));
    }

    /** Returns each desired object with the resourceVersion that must have been seen for its health to count. */
    Map<ObjectRef, String> desired() {
        Set<String> undesired = attempt.undesired();
        Map<ObjectRef, String> stored = attempt.stored();
        Map<ObjectRef, String> desired = new HashMap<>();
        ledger.objects().forEach(object -> {
            if (!undesired.contains(object.ref().identity())) {
                desired.put(object.ref(), stored.getOrDefault(object.ref(), ""));
            }
        });
        return desired;
    }

    /** Returns the references of all objects that are recorded. */
    Set<ObjectRef> objects() {
        Set<ObjectRef> refs = new HashSet<>();
        ledger.objects().forEach(object -> refs.add(object.ref()));
        return refs;
    }

    /** Returns the objects that remove themselves once they have completed. */
    Set<ObjectRef> selfRemoving() {
        Set<ObjectRef> refs = new HashSet<>();
        ledger.objects().stream().filter(AppliedObject::selfRemoving).forEach(object -> refs.add(object.ref()));
        return refs;
    }

    /** Returns the confirmation of deletions that lose more than the objects of the running attempt's revision. */
    Confirmation confirmation(Subject app) {
        return new Confirmation(running().revision(), app.asked().confirmedPrune());
    }

    /** Returns true if all objects were compared, as a deposed agent requested, and are as recorded. */
    boolean isRechecked() {
        return drift.rechecked().isPresent()
                && drift.recheck().isEmpty()
                && drift.suspected().isEmpty()
                && drift.differing().isEmpty()
                && ledger.running().isEmpty();
    }

    /** Returns the commit with which the application was compared last. */
    Optional<CommitId> compared() {
        return source.compared();
    }
}

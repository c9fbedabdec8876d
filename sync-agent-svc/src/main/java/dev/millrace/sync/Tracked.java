package dev.millrace.sync;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.lead.Overrun;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.plan.object.Confirmation;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.render.input.Inputs;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of one application beyond its record. Lost with the process; all of it can be found again. Touched by one
 * thread at a time.
 */
final class Tracked {
    volatile Ledger ledger;

    /** Whether {@link #ledger} holds what the cluster's copy doesn't. */
    boolean unsaved;

    /** The tip that the source was last compared with; null before the first comparison. */
    @Nullable
    volatile CommitId compared;

    /** Objects whose drift was told and is yet to be looked at, by identity. */
    final Set<String> drifted = new HashSet<>();

    /** Objects that the running attempt makes as they were, by identity. */
    Set<String> healing = Set.of();

    /** What another agent changed late and is yet to be looked at; null if there is nothing. */
    @Nullable
    Overrun recheck;

    /** What was looked at of this last. */
    @Nullable
    Overrun rechecked;

    /** The plan of the running attempt; null if a process before this one made it. */
    @Nullable
    SyncPlan plan;

    /** How many of the plan's steps are applied. */
    int stepsDone;

    /** Whether there is no plan because the commit can't be rendered: then nothing but a change helps. */
    boolean unrenderable;

    /** What that plan was rendered with: no message may hold a Secret of it. */
    Inputs inputs = Inputs.NONE;

    /** The resourceVersion of each object that this process applied. */
    final Map<ObjectRef, String> versions = new HashMap<>();

    /** When a failed attempt is made again; null if that is of no use. */
    @Nullable
    Instant again;

    int failures;

    /** Why the source can't be followed; null if it can. */
    @Nullable
    SourceTrouble sourceTrouble;

    /** How often in a row it could not be read. */
    int sourceFailures;

    /** What asked for the source and could not be answered yet. */
    Triggers unanswered = Triggers.NONE;

    @Nullable
    ApplicationHealth health;

    /** The health that others know of; null before this process told any. */
    @Nullable
    Health toldHealth;

    /** The attempt that ended during this look; null if none did. */
    @Nullable
    SyncCompleted ended;

    /** Whether a look came to nothing: the record tells how things stand, this doesn't. */
    volatile boolean lost;

    Tracked(Ledger ledger) {
        this.ledger = ledger;
        this.again = ledger.noted().again().orElse(null);
    }

    /** What would be done for an application that is only observed; null if it isn't. */
    @Nullable
    Preview preview;

    /** When all objects are to be compared with the cluster again. */
    Instant reapply = Instant.MAX;

    /** Whether the running attempt takes the application away. */
    boolean takingDown;

    /** Whether the application is being deleted, and nothing is left to be done for it. */
    boolean leaving;

    /** When to look again although nothing may have asked; null if that is of no use. */
    @Nullable
    Instant lookAgain;

    /** How often the running attempt looked at what is being deleted. */
    int pruneLooks;

    /** What it waits for; empty if for nothing but health. */
    String waits = "";

    /** It waits for this, and is to be looked at again at that time at the latest. */
    void waitFor(String what, Instant again) {
        waits = what;
        lookAgain = again;
    }

    /** {@link #objects()} but those that are no longer desired: how these are is nobody's concern. */
    Map<ObjectRef, String> desired() {
        Map<ObjectRef, String> desired = objects();
        if (plan != null) {
            plan.prune().forEach(prune -> desired.remove(prune.ref()));
        }
        return desired;
    }

    /** Each object with the version of it that must have been seen for its health to count. */
    Map<ObjectRef, String> objects() {
        Map<ObjectRef, String> objects = new HashMap<>();
        ledger.objects().forEach(object -> objects.put(object.ref(), versions.getOrDefault(object.ref(), "")));
        return objects;
    }

    /** The confirmation of what the running attempt's revision asks for and nobody would like to lose by mistake. */
    Confirmation confirmation(Subject app) {
        return new Confirmation(running().revision(), app.asked().confirmedPrune());
    }

    /** Objects that are removed by themselves once they have completed. */
    Set<ObjectRef> selfRemoving() {
        Set<ObjectRef> refs = new HashSet<>();
        ledger.objects().stream().filter(AppliedObject::selfRemoving).forEach(object -> refs.add(object.ref()));
        return refs;
    }

    /** This comes after one that was lost. */
    Tracked after(Tracked before) {
        unanswered = before.unanswered;
        drifted.addAll(before.drifted);
        drifted.addAll(before.healing);
        return this;
    }

    /** Another agent asks for this, unless it was answered. */
    void askedToRecheck(Optional<Overrun> overrun) {
        recheck = overrun.filter(asked -> !asked.equals(rechecked)).orElse(null);
    }

    /** Whether that is done, and all stands as the record says. */
    boolean isRechecked() {
        return rechecked != null
                && recheck == null
                && drifted.isEmpty()
                && ledger.running().isEmpty();
    }

    /** Whether all that the running attempt wants is applied. */
    boolean isApplied() {
        boolean allSteps = plan == null || stepsDone == plan.steps().size();
        return allSteps && running().appliedAt().isPresent() && running().done().isComplete();
    }

    /** The attempt that has begun and not ended; there must be one. */
    Attempt running() {
        return ledger.running().orElseThrow(() -> new IllegalStateException("no attempt is running"));
    }

    /** The running attempt has come further. */
    void note(UnaryOperator<Attempt> further) {
        set(ledger.running(further.apply(running())));
    }

    void set(Ledger next) {
        if (!next.equals(ledger)) {
            ledger = next;
            unsaved = true;
        }
    }

    Optional<CommitId> comparedWith() {
        return Optional.ofNullable(compared);
    }
}

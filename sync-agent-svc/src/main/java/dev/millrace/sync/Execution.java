package dev.millrace.sync;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.events.SyncCompleted.Action;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.SyncCompleted.ObjectChange;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.Failpoint;
import dev.millrace.sync.apply.ApplyAnswer;
import dev.millrace.sync.apply.Executor;
import dev.millrace.sync.apply.Placement;
import dev.millrace.sync.apply.Treatment;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Unreadable;
import dev.millrace.sync.plan.Directives;
import dev.millrace.sync.plan.Live;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanInput;
import dev.millrace.sync.plan.Recorded;
import dev.millrace.sync.plan.Step;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.plan.SyncPlanner;
import dev.millrace.sync.prune.Wishes;
import dev.millrace.sync.record.Attempt;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Plans the running attempt and applies it step by step; each step is recorded before the next one begins. */
public final class Execution {
    private final Placement placement;
    private final Executor executor;
    private final LiveCheck live;
    private final Wishes wishes;
    private final Bookkeeping books;
    private final DeliveryMetrics metrics;
    private final Clock clock;

    public Execution(
            Placement placement,
            Executor executor,
            Wishes wishes,
            Bookkeeping books,
            DeliveryMetrics metrics,
            Clock clock) {
        this.placement = placement;
        this.executor = executor;
        this.live = new LiveCheck(executor);
        this.wishes = wishes;
        this.books = books;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Decides what the running attempt does. */
    void prepare(Subject app, Tracked tracked, Manifests rendered, Set<String> drifted) {
        SyncPlan plan =
                metrics.timed("plan", () -> plan(app, tracked, tracked.running().revision(), rendered, drifted));
        leaveToOthers(app, tracked);
        tracked.plan = plan;
        tracked.stepsDone = 0;
        tracked.set(tracked.ledger.inWaves(plan.wavesOfLeft()).wanting(Wishes.of(plan)));
        wishes.of(app.uid(), tracked.ledger.noted().wanted());
        tracked.note(running -> running.with(workOf(running, rendered, plan)));
        if (!plan.steps().isEmpty()) { // one that a process before this one had applied wants more by now
            tracked.note(Attempt::applying);
        }
    }

    /** What {@code spec.ignore} says now holds for what was applied before it said so. */
    private static void leaveToOthers(Subject app, Tracked tracked) {
        List<AppliedObject> others = new ArrayList<>();
        for (AppliedObject before : tracked.ledger.objects()) {
            AppliedObject now = before.ignoring(app.spec().ignore());
            if (!now.equals(before)) {
                others.add(now);
            }
        }
        tracked.set(tracked.ledger.having(others));
    }

    /**
     * Makes the running attempt's plan true, as far as it can be now. What the API server refuses fails alone.
     *
     * @param healthy asked before each wave but the first: whether what was applied so far is healthy
     */
    void carryOut(Subject app, Tracked tracked, SyncPlan plan, BooleanSupplier healthy) {
        while (tracked.stepsDone < plan.steps().size()) {
            if (isNewWave(plan, tracked.stepsDone) && !healthy.getAsBoolean()) {
                return;
            }
            Step step = plan.steps().get(tracked.stepsDone);
            metrics.timed("apply", () -> carryOut(app, tracked, plan, step));
            tracked.stepsDone++;
        }
        tracked.note(running -> running.appliedAt(clock.instant()));
    }

    private static boolean isNewWave(SyncPlan plan, int next) {
        return next > 0
                && plan.steps().get(next).wave() > plan.steps().get(next - 1).wave();
    }

    /** The plan for a commit that is only looked at. */
    SyncPlan preview(Subject app, Tracked tracked, CommitId revision, Manifests rendered) {
        return plan(app, tracked, revision, rendered, Set.of());
    }

    private SyncPlan plan(Subject app, Tracked tracked, CommitId revision, Manifests rendered, Set<String> drifted) {
        Manifests placed = placement.place(rendered, app.destination());
        List<Recorded> recorded = tracked.ledger.recorded();
        Set<String> known = new HashSet<>();
        recorded.stream()
                .filter(r -> !r.uid().isEmpty())
                .forEach(r -> known.add(r.ref().identity()));
        List<Manifest> unknown = placed.objects().stream()
                .filter(manifest -> !known.contains(manifest.ref().identity()))
                .toList();
        Map<String, Live> facts = executor.facts(unknown, app.claim());
        Set<String> differing = new HashSet<>(drifted);
        tracked.ledger.objects().stream()
                .filter(object -> object.ignoresMoreThan(app.spec().ignore()))
                .forEach(object -> differing.add(object.ref().identity()));
        return SyncPlanner.plan(new PlanInput(
                revision,
                placed,
                recorded,
                facts,
                differing,
                app.spec().prune(),
                app.asked().confirmedPrune(),
                tracked.health == null ? Set.of() : tracked.health.missing()));
    }

    /** What is known before anything was applied; what a process before this one did counts. */
    private static Attempt.Work workOf(Attempt running, Manifests rendered, SyncPlan plan) {
        List<ObjectFailure> refused = plan.refuse().stream()
                .map(refuse -> failure(refuse.manifest(), FailureKind.REJECTED, refuse.reason()))
                .toList();
        List<String> images = rendered.objects().stream()
                .flatMap(manifest -> manifest.images().stream())
                .distinct()
                .sorted()
                .toList();
        return new Attempt.Work(
                running.done().changed(),
                refused,
                rendered.unreadable().stream().map(Unreadable::toString).toList(),
                Math.max(0, plan.leave().size() - running.done().changed().size()),
                images);
    }

    private void carryOut(Subject app, Tracked tracked, SyncPlan plan, Step step) {
        List<ObjectRef> fresh = fresh(step);
        tracked.set(tracked.ledger.applying(fresh));
        if (!fresh.isEmpty()) {
            books.save(app, tracked);
        }
        Treatment treatment = Treatment.of(app.spec());
        List<Executor.Done> done = executor.run(step, app.claim(), treatment);
        Failpoint.reached("applied");
        Optional<RuntimeException> away = record(app, tracked, treatment, replaced(app, tracked, done, treatment));
        if (away.isPresent() || !isRecordedAtOnce(plan, tracked.stepsDone + 1)) {
            books.save(app, tracked);
        }
        if (away.isPresent()) {
            throw away.get();
        }
    }

    /** Whether what was done before this step is recorded with what this step intends, or with the attempt's end. */
    private static boolean isRecordedAtOnce(SyncPlan plan, int next) {
        return next == plan.steps().size() || !fresh(plan.steps().get(next)).isEmpty();
    }

    /** What the step may make: nobody would know whose it is after a crash, if it weren't recorded before. */
    private static List<ObjectRef> fresh(Step step) {
        return step.operations().stream()
                .filter(operation -> !(operation instanceof Operation.Apply))
                .map(Operation::ref)
                .toList();
    }

    /** What can't be changed is deleted and made again, where that is wanted; recorded before, so that nobody takes it for drift. */
    private List<Executor.Done> replaced(Subject app, Tracked tracked, List<Executor.Done> done, Treatment treatment) {
        List<Operation> immutable = done.stream()
                .filter(one -> one.answer() instanceof ApplyAnswer.Immutable
                        && treatment.mayReplace(one.manifest(), tracked.confirmation(app)))
                .map(Executor.Done::operation)
                .toList();
        if (immutable.isEmpty()) {
            return done;
        }
        tracked.set(
                tracked.ledger.replacing(immutable.stream().map(Operation::ref).toList()));
        books.save(app, tracked);
        List<Executor.Done> all = new ArrayList<>(done.stream()
                .filter(one -> !immutable.contains(one.operation()))
                .toList());
        all.addAll(executor.replace(immutable, app.claim()));
        return all;
    }

    /** Takes down what a step did; says so if the API server went away meanwhile. */
    private Optional<RuntimeException> record(
            Subject app, Tracked tracked, Treatment treatment, List<Executor.Done> done) {
        List<AppliedObject> applied = new ArrayList<>();
        List<ObjectRef> absent = new ArrayList<>();
        List<ObjectRef> unreachedAt = new ArrayList<>();
        List<ObjectChange> changed = new ArrayList<>();
        List<ObjectFailure> failures = new ArrayList<>();
        RuntimeException away = null;
        for (Executor.Done one : done) {
            switch (one.answer()) {
                case ApplyAnswer.Stored stored -> {
                    applied.add(applied(app, tracked, one, stored));
                    tracked.versions.put(
                            one.manifest().ref(), stored.object().getMetadata().getResourceVersion());
                    changed.add(new ObjectChange(one.manifest().ref(), action(one.operation())));
                }
                case ApplyAnswer.Rejected rejected -> {
                    if (rejected.kind() != FailureKind.INFRASTRUCTURE) {
                        absent.add(one.manifest().ref());
                    }
                    failures.add(failure(one.manifest(), rejected.kind(), tracked.inputs.masked(rejected.reason())));
                }
                case ApplyAnswer.Immutable(String reason) -> {
                    absent.add(one.manifest().ref());
                    String why = treatment.notReplaced(one.manifest(), reason, tracked.confirmation(app));
                    failures.add(failure(one.manifest(), FailureKind.REJECTED, why));
                }
                case ApplyAnswer.Contested contested ->
                    throw new IllegalStateException("a conflict that no rule decided: " + contested);
                case ApplyAnswer.Unreached unreached -> {
                    away = unreached.why();
                    unreachedAt.add(one.manifest().ref());
                }
            }
        }
        tracked.set(tracked.ledger
                .applied(applied)
                .notIntending(absent)
                .uncertain(unreachedAt)
                .onlyIntending(remade(tracked, done)));
        tracked.note(running -> running.with(running.done().and(changed, failures)));
        return Optional.ofNullable(away);
    }

    private AppliedObject applied(Subject app, Tracked tracked, Executor.Done one, ApplyAnswer.Stored stored) {
        return AppliedObject.of(
                        one.manifest().ref(),
                        one.manifest().hash(),
                        executor.json(stored.object()),
                        tracked.ledger.record().salt())
                .ignoring(app.spec().ignore())
                .inWave(Directives.of(one.manifest().annotations()).wave());
    }

    /** Of what was to be deleted and made again, what was not stored: nobody knows how far it came. */
    private static List<ObjectRef> remade(Tracked tracked, List<Executor.Done> done) {
        Set<ObjectRef> replacing = tracked.ledger.record().intent().replacing();
        return done.stream()
                .filter(one -> !(one.answer() instanceof ApplyAnswer.Stored))
                .map(one -> one.manifest().ref())
                .filter(replacing::contains)
                .toList();
    }

    private static Action action(Operation operation) {
        return switch (operation) {
            case Operation.Create create -> Action.CREATED;
            case Operation.Adopt adopt -> Action.ADOPTED;
            case Operation.Apply apply -> Action.CONFIGURED;
            case Operation.Leave leave -> throw new IllegalStateException("nothing is done to " + leave.ref());
            case Operation.Refuse refuse -> throw new IllegalStateException("nothing is done to " + refuse.ref());
            case Operation.Prune prune -> Action.PRUNED;
        };
    }

    private static ObjectFailure failure(Manifest manifest, FailureKind kind, String reason) {
        return new ObjectFailure(manifest.ref(), kind, manifest.origin() + ": " + reason, false, manifest.images());
    }

    /** Of the objects whose drift was told, those that are ours, are to be healed, and do differ from what was applied. */
    Set<String> stillDrifted(Subject app, Tracked tracked) {
        return live.stillDrifted(app, tracked);
    }
}

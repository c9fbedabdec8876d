package dev.millrace.sync;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.redaction.Salt;
import dev.millrace.events.SyncCompleted.Action;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.SyncCompleted.ObjectChange;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.Failpoint;
import dev.millrace.sync.apply.ApplyAnswer;
import dev.millrace.sync.apply.Executor;
import dev.millrace.sync.apply.Treatment;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.plan.Directives;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanStep;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.steer.Findings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Applies the steps of a plan, one at a time. What a wave may create is recorded before its first change, the other results of a step before the
 * next change: after a crash an object that was intended counts as possibly created.
 */
public final class StepApplier {
    private final Function<Identity, Executor> executors;
    private final Recorder recorder;
    private final AwaitedObjects awaited;
    private final DeliveryMetrics metrics;
    private final Clock clock;

    StepApplier(
            Function<Identity, Executor> executors,
            Recorder recorder,
            AwaitedObjects awaited,
            DeliveryMetrics metrics,
            Clock clock) {
        this.executors = executors;
        this.recorder = recorder;
        this.awaited = awaited;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** The results of a step, gathered object by object. */
    private static final class Results {
        private final List<AppliedObject> applied = new ArrayList<>();
        private final Map<ObjectRef, String> stored = new HashMap<>();
        private final List<Manifest> manifests = new ArrayList<>();
        private final List<ObjectChange> changed = new ArrayList<>();
        private final List<ObjectRef> refused = new ArrayList<>();
        private final List<ObjectRef> present = new ArrayList<>();
        private final List<ObjectRef> failed = new ArrayList<>();
        private final List<ObjectFailure> failures = new ArrayList<>();
        private Optional<RuntimeException> unavailable = Optional.empty();
    }

    /** A new attempt begins, or the application is gone: nothing is awaited for it. */
    void forget(String application) {
        awaited.forget(application);
    }

    /**
     * Applies the next step of the running attempt. Objects that the API server refuses fail alone.
     *
     * @throws java.io.UncheckedIOException if the API server became unavailable; what was done before is recorded
     */
    void applyNext(Pass pass, AttemptState.Applying applying) {
        PlanStep step = applying.work().plan().steps().get(applying.stepsDone());
        metrics.timed("apply", () -> apply(pass, applying, step));
    }

    private void apply(Pass pass, AttemptState.Applying applying, PlanStep step) {
        TrackedApplication tracked = pass.tracked();
        List<ObjectRef> created = createdInWave(applying);
        boolean areIntended = tracked.ledger().intendsAll(created);
        tracked.set(tracked.ledger().applying(created));
        if (!areIntended || pass.hasUnrecordedEffects()) {
            recorder.save(pass);
        }
        Treatment treatment = Treatment.of(pass.app().spec());
        List<Executor.Done> done = as(pass).run(step, pass.app().claim(), treatment);
        Failpoint.reached("applied");
        Results results = record(pass, applying, replaced(pass, done, treatment));
        AttemptState.Applying after = applying.afterStep(results.stored);
        tracked.set(results.present.isEmpty() ? after : new AttemptState.Interrupted(after.stored()));
        awaited.applied(pass.app().uid(), results.manifests, clock.instant());
        tracked.set(tracked.drift().settled(results.stored.keySet()));
        if (created(step).size() == step.operations().size()) {
            pass.createdAsIntended();
        } else {
            pass.changedCluster();
        }
        if (!results.present.isEmpty()) {
            pass.found(Findings::afterDecision);
        }
        if (results.unavailable.isPresent()) {
            recorder.save(pass);
            throw results.unavailable.get();
        }
    }

    private Executor as(Pass pass) {
        return executors.apply(pass.app().identity());
    }

    /** Returns what this step and those after it in the same wave may create. After a crash nobody would know whose these are. */
    private static List<ObjectRef> createdInWave(AttemptState.Applying applying) {
        List<PlanStep> steps = applying.work().plan().steps();
        int wave = steps.get(applying.stepsDone()).wave();
        return steps.stream()
                .skip(applying.stepsDone())
                .takeWhile(step -> step.wave() == wave)
                .flatMap(step -> created(step).stream())
                .toList();
    }

    private static List<ObjectRef> created(PlanStep step) {
        return step.operations().stream()
                .filter(operation -> !(operation instanceof Operation.Apply))
                .map(Operation::ref)
                .toList();
    }

    /** Deletes and recreates objects with an immutable field, where that is permitted. It is recorded before, so that it is no drift. */
    private List<Executor.Done> replaced(Pass pass, List<Executor.Done> done, Treatment treatment) {
        List<Operation> immutable = done.stream()
                .filter(one -> one.answer() instanceof ApplyAnswer.Immutable
                        && treatment.mayReplace(one.manifest(), pass.tracked().confirmation(pass.app())))
                .map(Executor.Done::operation)
                .toList();
        if (immutable.isEmpty()) {
            return done;
        }
        TrackedApplication tracked = pass.tracked();
        tracked.set(tracked.ledger()
                .replacing(immutable.stream().map(Operation::ref).toList()));
        recorder.save(pass);
        List<Executor.Done> all = new ArrayList<>(done.stream()
                .filter(one -> !immutable.contains(one.operation()))
                .toList());
        all.addAll(as(pass).replace(immutable, pass.app().claim()));
        return all;
    }

    private Results record(Pass pass, AttemptState.Applying applying, List<Executor.Done> done) {
        TrackedApplication tracked = pass.tracked();
        Results results = new Results();
        done.forEach(one -> record(pass, applying, one, results));
        List<ObjectRef> uncertain = new ArrayList<>(results.failed);
        uncertain.addAll(results.refused);
        tracked.set(tracked.ledger()
                .applied(results.applied)
                .notIntending(results.refused)
                .notIntending(results.present)
                .uncertain(uncertain)
                .onlyIntending(unfinishedReplacements(tracked, done)));
        tracked.note(running -> running.with(running.done().and(results.changed, results.failures)));
        return results;
    }

    private void record(Pass pass, AttemptState.Applying applying, Executor.Done one, Results results) {
        ObjectRef ref = one.manifest().ref();
        switch (one.answer()) {
            case ApplyAnswer.Stored stored -> {
                results.applied.add(applied(pass, applying.work().inputs(), one, stored));
                results.manifests.add(one.manifest());
                results.stored.put(ref, stored.object().getMetadata().getResourceVersion());
                results.changed.add(new ObjectChange(ref, action(one.operation())));
            }
            case ApplyAnswer.Present present -> results.present.add(ref);
            case ApplyAnswer.Rejected rejected -> {
                (rejected.kind() == FailureKind.INFRASTRUCTURE ? results.failed : results.refused).add(ref);
                awaited.refused(
                        pass.app().uid(),
                        pass.app().identity(),
                        one.manifest(),
                        rejected.reason(),
                        pass.tracked().running().startedAt());
                String reason = applying.work().inputs().masked(rejected.reason());
                results.failures.add(Attempts.failure(one.manifest(), rejected.kind(), reason));
            }
            case ApplyAnswer.Immutable(String reason) -> {
                results.refused.add(ref);
                String why = Treatment.of(pass.app().spec())
                        .notReplaced(one.manifest(), reason, pass.tracked().confirmation(pass.app()));
                results.failures.add(Attempts.failure(one.manifest(), FailureKind.REJECTED, why));
            }
            case ApplyAnswer.Contested contested ->
                throw new IllegalStateException("a conflict that no rule decided: " + contested);
            case ApplyAnswer.Unreached unreached -> {
                results.unavailable = Optional.of(unreached.why());
                results.failed.add(ref);
            }
        }
    }

    private AppliedObject applied(Pass pass, Inputs inputs, Executor.Done one, ApplyAnswer.Stored stored) {
        Salt salt = pass.tracked().ledger().record().salt();
        return AppliedObject.of(one.manifest().ref(), one.manifest().hash(), as(pass).json(stored.object()), salt)
                .concealing(inputs::isSecretIn, salt)
                .ignoring(pass.app().spec().ignore())
                .yielding(pass.app().spec().conflicts())
                .inWave(Directives.of(one.manifest().annotations()).wave());
    }

    /** Objects that were to be deleted and recreated, and were not stored: how far that came is not known. */
    private static List<ObjectRef> unfinishedReplacements(TrackedApplication tracked, List<Executor.Done> done) {
        Set<ObjectRef> replacing = tracked.ledger().record().intent().replacing();
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
            case Operation.Prune prune -> throw new IllegalStateException("no step deletes " + prune.ref());
        };
    }
}

package dev.millrace.sync;

import dev.millrace.cluster.application.PruneOrder;
import dev.millrace.cluster.fields.FieldPointer;
import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.redaction.Salt;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.git.commit.Commit;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Notice;
import dev.millrace.sync.manifest.Unreadable;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.prune.PendingClaims;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.render.Rendering;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.source.Newest;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.state.Preview;
import dev.millrace.sync.state.Work;
import dev.millrace.sync.steer.Findings.Comparison;
import dev.millrace.sync.steer.Reason;
import dev.millrace.sync.steer.Step;
import dev.millrace.sync.tenant.Refusal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Begins attempts: renders the commit, plans, and notes what is to be done. */
public final class Attempts {
    private static final int MAX_NOTICES = 50;

    private final SourceReader sources;
    private final Renderings renderings;
    private final PlanBuilder plans;
    private final AttemptEnd ending;
    private final PendingClaims claims;
    private final AttemptIdentities identities;
    private final Clock clock;

    Attempts(
            SourceReader sources,
            Renderers renderers,
            PlanBuilder plans,
            AttemptEnd ending,
            PendingClaims claims,
            AttemptIdentities identities,
            DeliveryMetrics metrics,
            Clock clock) {
        this.sources = sources;
        this.renderings = new Renderings(renderers, plans, metrics);
        this.plans = plans;
        this.ending = ending;
        this.claims = claims;
        this.identities = identities;
        this.clock = clock;
    }

    /** Compares a commit with what the newest attempt was made from. */
    Comparison compare(Subject app, TrackedApplication tracked, CommitId commit) {
        boolean sameInputs = tracked.ledger()
                .renderer()
                .equals(app.inputs() + renderings.inputs(app).hash());
        boolean sameContent =
                Optional.of(commit).equals(tracked.compared()) || sources.hasSameContent(app, tracked, commit);
        return new Comparison(sameInputs, sameContent);
    }

    /** Computes the changes that an attempt would make, unless that was done for the same commit and inputs. */
    void preview(Subject app, TrackedApplication tracked, CommitId commit) {
        Inputs inputs = renderings.inputs(app);
        String all = app.inputs() + inputs.hash();
        Optional<Preview> before = tracked.source().preview().filter(preview -> preview.isOf(commit, all));
        Preview preview = before.orElseGet(
                () -> switch (renderings.render(app, tracked, sources.at(app, tracked, commit), inputs)) {
                    case Rendering.Rendered rendered -> preview(app, tracked, commit, all, rendered.manifests());
                    case Rendering.Impossible impossible ->
                        Preview.impossible(commit, all, impossible.file() + ": " + impossible.reason());
                });
        tracked.set(tracked.source().previewed(preview));
    }

    private Preview preview(Subject app, TrackedApplication tracked, CommitId commit, String all, Manifests rendered) {
        Manifests placed = plans.place(app, rendered);
        List<Refusal> refusals = Refusal.of(app.policy(), placed);
        return refusals.isEmpty()
                ? Preview.of(commit, all, rendered, plans.plan(app, tracked, commit, placed, Set.of(), Set.of()))
                : Preview.impossible(commit, all, Refusal.message(refusals));
    }

    /** Begins to apply all objects of a commit that a user requested. */
    void beginRequested(Pass pass, Step.BeginRequested step) {
        TrackedApplication tracked = pass.tracked();
        Set<String> all = new HashSet<>();
        tracked.objects().forEach(ref -> all.add(ref.identity()));
        tracked.set(tracked.ledger().answering(step.target().answered()));
        begin(pass, new Step.Begin(step.target().commit(), Trigger.MANUAL, Reason.REQUEST, all));
        tracked.set(tracked.source().comparedWith(step.target().answered().tip()));
    }

    /** Begins an attempt, or resumes the one that an earlier process began. A commit that can't be rendered fails at once. */
    void begin(Pass pass, Step.Begin step) {
        Subject app = pass.app();
        TrackedApplication tracked = pass.tracked();
        Before before = before(pass, step.reason());
        Newest.At at = sources.at(app, tracked, step.commit());
        Inputs inputs = renderings.inputs(app);
        Rendering rendering = renderings.render(app, tracked, at, inputs);
        List<Commit> commits = AttemptCommits.concerning(at, tracked.ledger(), rendering.readSet());
        CommitId revision = tracked.ledger().attempts() == 0 || commits.isEmpty()
                ? at.commit()
                : commits.getFirst().id();
        Attempt attempt = interrupted(tracked)
                .filter(running -> running.revision().equals(revision))
                .orElseGet(() -> {
                    ending.supersede(pass);
                    Attempt.Why why = AttemptCommits.why(app, tracked, at, commits, step);
                    return AttemptCommits.attempt(app, tracked, at, revision, why, clock.instant())
                            .identifiedBy(identities.draw(tracked.ledger()));
                });
        tracked.set(tracked.ledger().begun(attempt, rendering.readSet(), app.inputs() + inputs.hash(), app.heal()));
        boolean isRequest = step.reason() == Reason.REQUEST; // it applies all objects, whether they differ or not
        tracked.set(tracked.drift().healing(isRequest ? Set.of() : step.healing()));
        pass.found(findings -> findings.afterDecision());
        switch (rendering) {
            case Rendering.Rendered rendered ->
                prepare(pass, rendered.manifests(), rendered.inputs(), step.healing(), before);
            case Rendering.Impossible impossible -> ending.notRendered(pass, impossible, before.failures());
        }
        tracked.set(tracked.source()
                .comparedWith(tracked.source().tip().orElseThrow().commit()));
    }

    private static Optional<Attempt> interrupted(TrackedApplication tracked) {
        return tracked.attempt() instanceof AttemptState.Interrupted
                ? tracked.ledger().running()
                : Optional.empty();
    }

    /**
     * The state before an attempt that matters for it.
     *
     * @param nothing true if nothing was attempted yet
     * @param missing identities of objects that are known not to be in the cluster
     * @param proven identities of the objects that were healthy when the attempt before succeeded
     * @param failures the number of successive failed attempts at the same commit
     * @param notices what users are to know of it
     */
    private record Before(
            boolean nothing, Set<String> missing, Set<String> proven, int failures, List<String> notices) {}

    private Before before(Pass pass, Reason reason) {
        TrackedApplication tracked = pass.tracked();
        Set<String> missing = new HashSet<>(tracked.drift().missing());
        pass.findings().health().ifPresent(health -> missing.addAll(health.missing()));
        missing.addAll(plans.missing(pass.app(), unknown(pass)));
        tracked.ledger().objects().stream()
                .filter(AppliedObject::selfRemoving)
                .forEach(object -> missing.remove(object.ref().identity()));
        Set<String> proven = new HashSet<>();
        boolean hasSucceeded = tracked.ledger().failure().isEmpty()
                && tracked.ledger().running().isEmpty()
                && tracked.ledger().revision().equals(tracked.ledger().attempted());
        if (hasSucceeded) {
            tracked.objects().forEach(ref -> proven.add(ref.identity()));
        }
        boolean again = reason == Reason.RETRY || reason == Reason.DRIFT || reason == Reason.HEALTHY_LATE;
        int failures = again && tracked.attempt() instanceof AttemptState.Idle idle ? idle.failures() : 0;
        boolean nothing = tracked.ledger().attempts() == 0 && !tracked.ledger().holdsObjects();
        return new Before(nothing, missing, proven, failures, LostRecords.notice(tracked.ledger()));
    }

    /**
     * The applied objects that may be missing without being known to be. That is all of them in a process that has just started: no watch has
     * received them, and what was reported as missing before is forgotten.
     */
    private static List<ObjectRef> unknown(Pass pass) {
        TrackedApplication tracked = pass.tracked();
        boolean isFirst = tracked.compared().isEmpty();
        Set<ObjectRef> unseen =
                pass.findings().health().map(ApplicationHealth::unseen).orElse(Set.of());
        return tracked.objects().stream()
                .filter(ref -> isFirst || unseen.contains(ref))
                .filter(ref -> !tracked.attempt().stored().containsKey(ref))
                .toList();
    }

    private void prepare(Pass pass, Manifests rendered, Inputs inputs, Set<String> healing, Before before) {
        Subject app = pass.app();
        TrackedApplication tracked = pass.tracked();
        CommitId revision = tracked.running().revision();
        Manifests placed = plans.place(app, rendered);
        List<Refusal> refusals = Refusal.of(app.policy(), placed);
        if (!refusals.isEmpty()) {
            claims.of(app.uid(), Set.of());
            tracked.set(tracked.ledger().claiming(Set.of()));
            ending.notAllowed(pass, refusals, before.failures());
            return;
        }
        // conflicts between the fields of an object that exists would be decided before its owner is known
        SyncPlan plan = before.nothing() && app.spec().conflicts().isEmpty()
                ? plans.first(app, tracked, revision, placed)
                : plans.plan(app, tracked, revision, placed, healing, before.missing());
        adjustRecord(app, tracked, inputs);
        tracked.set(tracked.ledger().inWaves(plan.wavesOfLeft()).claiming(PendingClaims.of(plan)));
        claims.of(
                app.uid(), PendingClaims.declared(plan)); // before it counts as compared: others may be about to prune
        tracked.note(running -> running.with(workOf(running, rendered, plan).noticing(before.notices())));
        if (!plan.steps().isEmpty()) { // an attempt that an earlier process had applied has more to apply by now
            tracked.note(Attempt::applying);
        }
        Work work = new Work(plan, inputs, healing, before.proven(), before.failures());
        boolean removesFirst = app.spec().pruneOrder() == PruneOrder.BEFORE
                && plan.pruning() instanceof Pruning.Allowed
                && !plan.prune().isEmpty();
        tracked.set(
                removesFirst
                        ? new AttemptState.Removing(
                                work,
                                AttemptState.Removing.Order.BEFORE_APPLY,
                                0,
                                tracked.attempt().stored())
                        : new AttemptState.Applying(work, 0, tracked.attempt().stored()));
    }

    /** All objects of the running attempt were applied: only the recorded claims are still pending. */
    void applied(Pass pass) {
        claims.of(pass.app().uid(), pass.tracked().ledger().noted().pendingClaims());
    }

    /** The rules of {@code spec.ignore}, the confidential fields, and the values of Secrets, hold for objects that were applied before they were known. */
    private static void adjustRecord(Subject app, TrackedApplication tracked, Inputs inputs) {
        List<AppliedObject> changed = new ArrayList<>();
        Salt salt = tracked.ledger().record().salt();
        List<FieldPointer> confidential = app.spec().confidentialPointers();
        for (AppliedObject before : tracked.ledger().objects()) {
            AppliedObject now = before.concealing(inputs::isSecretIn, confidential, salt)
                    .ignoring(app.spec().ignore());
            if (!now.equals(before)) {
                changed.add(now);
            }
        }
        tracked.set(tracked.ledger().having(changed));
    }

    /** The work that is known before anything is applied; what an earlier process did counts. */
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
                images,
                rendered.notices().stream()
                        .map(Notice::toString)
                        .limit(MAX_NOTICES)
                        .toList());
    }

    /** An object that could not be applied, with its place in the source. */
    static ObjectFailure failure(Manifest manifest, FailureKind kind, String reason) {
        return new ObjectFailure(manifest.ref(), kind, manifest.origin() + ": " + reason, false, manifest.images());
    }

    /** Returns the health without any value of a Secret. */
    ApplicationHealth masked(Subject app, ApplicationHealth health) {
        return renderings.masked(app, health);
    }

    /** The application is gone. */
    void forget(String uid) {
        renderings.forget(uid);
        claims.forget(uid);
    }

    void close() {
        renderings.close();
    }
}

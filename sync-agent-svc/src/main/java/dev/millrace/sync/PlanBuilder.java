package dev.millrace.sync;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.apply.Executor;
import dev.millrace.sync.apply.Placement;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.plan.Live;
import dev.millrace.sync.plan.PlanInput;
import dev.millrace.sync.plan.Recorded;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.plan.SyncPlanner;
import dev.millrace.sync.render.Rendering;
import dev.millrace.sync.render.lookup.OwnObjects;
import dev.millrace.sync.source.ReadSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Gathers the facts for a plan, and plans. */
public final class PlanBuilder {
    private final Placement placement;
    private final Function<Identity, Executor> executors;
    private final DeliveryMetrics metrics;

    public PlanBuilder(Placement placement, Function<Identity, Executor> executors, DeliveryMetrics metrics) {
        this.placement = placement;
        this.executors = executors;
        this.metrics = metrics;
    }

    /** Returns the rendered objects with their namespaces. */
    Manifests place(Subject app, Manifests rendered) {
        return placement.place(rendered, app.destination());
    }

    /**
     * Returns the plan of an application's first attempt. The places of its objects are not read: most often there is nothing, and a creation
     * fails where there is something.
     */
    SyncPlan first(Subject app, TrackedApplication tracked, CommitId revision, Manifests placed) {
        return plan(app, tracked, revision, placed, PlanBuilder::unread, Set.of(), Set.of());
    }

    private static Map<String, Live> unread(List<Manifest> manifests) {
        Map<String, Live> unread = new HashMap<>();
        manifests.forEach(manifest -> unread.put(manifest.ref().identity(), new Live.Unread()));
        return unread;
    }

    /**
     * Returns the plan of any other attempt.
     *
     * @param differing identities of objects that are applied again although their manifests are the same
     * @param missing identities of objects that are known not to be in the cluster
     */
    SyncPlan plan(
            Subject app,
            TrackedApplication tracked,
            CommitId revision,
            Manifests placed,
            Set<String> differing,
            Set<String> missing) {
        return plan(app, tracked, revision, placed, unknown -> as(app).facts(unknown, app.claim()), differing, missing);
    }

    private SyncPlan plan(
            Subject app,
            TrackedApplication tracked,
            CommitId revision,
            Manifests placed,
            Function<List<Manifest>, Map<String, Live>> live,
            Set<String> differing,
            Set<String> missing) {
        return metrics.timed(
                "plan", () -> SyncPlanner.plan(input(app, tracked, revision, placed, live, differing, missing)));
    }

    /** Returns the live objects of the application, which its chart may look up. */
    OwnObjects ownObjects(Subject app, TrackedApplication tracked) {
        return as(app).ownObjects(
                        app.claim(),
                        tracked.ledger().recorded().stream()
                                .map(Recorded::ref)
                                .filter(app.policy()::allows)
                                .toList());
    }

    /** Returns those of the objects that are not in the cluster, by identity. */
    Set<String> missing(Subject app, List<ObjectRef> refs) {
        return as(app).missing(refs);
    }

    /** Returns why nothing is rendered, since nothing can be done as the application's identity; empty if something can. */
    Optional<Rendering> unusable(Subject app) {
        return as(app).unusable()
                .map(reason -> new Rendering.Impossible("spec.serviceAccount", reason, ReadSet.NOTHING, true));
    }

    private Executor as(Subject app) {
        return executors.apply(app.identity());
    }

    private PlanInput input(
            Subject app,
            TrackedApplication tracked,
            CommitId revision,
            Manifests placed,
            Function<List<Manifest>, Map<String, Live>> live,
            Set<String> differing,
            Set<String> missing) {
        List<Recorded> recorded = tracked.ledger().recorded();
        Set<String> known = new HashSet<>();
        recorded.stream()
                .filter(r -> !r.uid().isEmpty())
                .forEach(r -> known.add(r.ref().identity()));
        List<Manifest> unknown = placed.objects().stream()
                .filter(manifest -> !known.contains(manifest.ref().identity()))
                .toList();
        Set<String> applied = new HashSet<>(differing);
        tracked.ledger().objects().stream()
                .filter(object -> object.ignoresMoreThan(app.spec().ignore())
                        || object.yieldsOtherwise(app.spec().conflicts()))
                .map(AppliedObject::ref)
                .forEach(ref -> applied.add(ref.identity()));
        return new PlanInput(
                revision,
                placed,
                recorded,
                live.apply(unknown),
                applied,
                app.spec().prune(),
                app.asked().confirmedPrune(),
                missing);
    }
}

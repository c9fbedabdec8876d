package dev.millrace.sync;

import dev.millrace.cluster.application.PruneOrder;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.Commit;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.render.RenderRequest;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.render.Rendering;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.report.Outcomes;
import dev.millrace.sync.source.Lineage;
import dev.millrace.sync.source.Newest;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.Repository;
import dev.millrace.sync.source.SourceTree;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides whether a commit concerns an application, and if so begins an attempt. A commit that does not costs it nothing. */
public final class Attempts {
    private static final int MOST_JOINED = 50;

    private final Renderers renderers;
    private final Execution execution;
    private final Settlement settlement;
    private final Neighbours neighbours;
    private final DeliveryMetrics metrics;
    private final Clock clock;

    public Attempts(
            Renderers renderers,
            Execution execution,
            Settlement settlement,
            Neighbours neighbours,
            DeliveryMetrics metrics,
            Clock clock) {
        this.renderers = renderers;
        this.execution = execution;
        this.settlement = settlement;
        this.neighbours = neighbours;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @return whether what asked for it is answered; false while it has to wait for another application */
    boolean attemptIfNeeded(Subject app, Tracked tracked, Newest.At newest, Triggers triggers) {
        Inputs inputs = inputs(app);
        Set<String> drifted = execution.stillDrifted(app, tracked);
        Optional<Trigger> own = reason(app, tracked, newest, triggers, inputs);
        Optional<Trigger> reason = drifted.isEmpty() ? own : Optional.of(Trigger.DRIFT);
        if (reason.isPresent()) {
            // What only drifted is made as it was; what is new has to wait for others.
            Optional<String> unmet =
                    own.isEmpty() || isGoingOn(tracked) ? Optional.empty() : neighbours.unmet(app, newest.commit());
            if (unmet.isPresent()) {
                tracked.waits = unmet.get();
                tracked.drifted.addAll(drifted);
                return false;
            }
            attempt(app, tracked, newest, inputs, triggers, reason.get(), drifted);
        }
        tracked.compared = newest.commit();
        return true;
    }

    /** A process before this one had begun it. */
    private static boolean isGoingOn(Tracked tracked) {
        return tracked.ledger.running().isPresent() && tracked.plan == null;
    }

    /** A person asks for this commit: all of it is applied, changed or not. */
    void attemptAsAsked(Subject app, Tracked tracked, Requests.Wanted.Now wanted, Triggers triggers) {
        Set<String> all = new HashSet<>();
        tracked.ledger.objects().forEach(object -> all.add(object.ref().identity()));
        tracked.set(tracked.ledger.answering(wanted.answered()));
        attempt(app, tracked, wanted.at(), inputs(app), triggers, Trigger.MANUAL, all);
        tracked.compared = wanted.answered().tip();
    }

    /** Says what would be done, and does nothing. */
    void observe(Subject app, Tracked tracked, Newest.At newest) {
        settlement.supersede(app, tracked);
        Inputs inputs = inputs(app);
        String all = app.inputs() + inputs.hash();
        Preview before = tracked.preview;
        if (before != null && before.isOf(newest.commit(), all)) {
            return;
        }
        Rendering rendering = render(app, newest, inputs);
        tracked.preview = switch (rendering) {
            case Rendering.Rendered rendered ->
                Preview.of(
                        newest.commit(),
                        all,
                        rendered.manifests(),
                        execution.preview(app, tracked, newest.commit(), rendered.manifests()));
            case Rendering.Impossible impossible ->
                Preview.impossible(newest.commit(), all, impossible.file() + ": " + impossible.reason());
        };
        tracked.compared = newest.commit();
    }

    private Inputs inputs(Subject app) {
        return renderers.inputs(app.uid(), app.id().namespace(), app.spec());
    }

    private Rendering render(Subject app, Newest.At at, Inputs inputs) {
        SourceTree tree = at.repository().tree(at.commit());
        return metrics.timed(
                "render",
                () -> renderers.render(
                        tree, new RenderRequest(app.id(), app.source().path(), app.spec(), inputs)));
    }

    /** The application is gone. */
    void forget(String uid) {
        renderers.forget(uid);
    }

    void close() {
        renderers.close();
    }

    /** Applies what the running attempt has planned, once what is to go before is gone. */
    void proceed(Subject app, Tracked tracked) {
        SyncPlan plan = tracked.plan;
        if (plan == null
                || tracked.ledger
                        .running()
                        .filter(attempt -> attempt.appliedAt().isEmpty())
                        .isEmpty()) {
            return;
        }
        if (app.spec().pruneOrder() == PruneOrder.AFTER || settlement.isCleared(app, tracked, plan)) {
            execution.carryOut(app, tracked, plan, () -> settlement.isWaveHealthy(app, tracked));
        }
    }

    private Optional<Trigger> reason(Subject app, Tracked tracked, Newest.At newest, Triggers triggers, Inputs inputs) {
        Ledger ledger = tracked.ledger;
        if (ledger.attempts() == 0) {
            return Optional.of(triggers.trigger().orElse(Trigger.APPLICATION));
        }
        if (isGoingOn(tracked)) {
            return Optional.of(tracked.running().why().trigger());
        }
        if (!ledger.renderer().equals(app.inputs() + inputs.hash())) {
            return Optional.of(Trigger.APPLICATION);
        }
        boolean confirmed = ledger.failure().startsWith(Outcomes.PRUNE_WITHHELD)
                && app.asked().confirmedPrune().equals(ledger.attempted().map(CommitId::value));
        if (confirmed) {
            return Optional.of(Trigger.MANUAL);
        }
        if (tracked.again != null && !clock.instant().isBefore(tracked.again)) {
            return Optional.of(triggers.trigger().orElse(Trigger.POLL));
        }
        boolean same = newest.commit().equals(tracked.compared) || isSame(tracked, newest);
        return same ? Optional.empty() : Optional.of(triggers.trigger().orElse(Trigger.POLL));
    }

    private static boolean isSame(Tracked tracked, Newest.At newest) {
        ReadSet readSet = tracked.ledger.readSet();
        SourceTree tree = newest.repository().tree(newest.commit());
        return tracked.comparedWith()
                .or(tracked.ledger::attempted)
                .flatMap(base -> newest.repository().changedPaths(base, newest.commit()))
                .map(paths -> readSet.isSameIn(tree, paths))
                .orElseGet(() -> readSet.isSameIn(tree));
    }

    private void attempt(
            Subject app,
            Tracked tracked,
            Newest.At newest,
            Inputs inputs,
            Triggers triggers,
            Trigger trigger,
            Set<String> drifted) {
        tracked.healing = drifted;
        tracked.inputs = inputs;
        Rendering rendering = render(app, newest, inputs);
        List<Commit> commits = concerning(newest, tracked, rendering.readSet());
        CommitId revision = tracked.ledger.attempts() == 0 || commits.isEmpty()
                ? newest.commit()
                : commits.getFirst().id();
        Attempt attempt = resumed(tracked, revision)
                .orElseGet(() ->
                        begun(app, tracked, revision, newest.ref(), why(app, newest, commits, triggers, trigger)));
        tracked.set(tracked.ledger.begun(attempt, rendering.readSet(), app.inputs() + inputs.hash(), app.heal()));
        switch (rendering) {
            case Rendering.Rendered rendered -> execution.prepare(app, tracked, rendered.manifests(), drifted);
            case Rendering.Impossible impossible -> settlement.notRendered(app, tracked, impossible);
        }
    }

    /** A process before this one had begun the same. */
    private static Optional<Attempt> resumed(Tracked tracked, CommitId revision) {
        return tracked.ledger
                .running()
                .filter(attempt -> tracked.plan == null && attempt.revision().equals(revision));
    }

    private Attempt begun(Subject app, Tracked tracked, CommitId revision, GitRef ref, Attempt.Why why) {
        settlement.supersede(app, tracked);
        return new Attempt(
                tracked.ledger.attempts() + 1,
                app.source().repository(),
                ref,
                revision,
                tracked.ledger.attempted(),
                why,
                clock.instant(),
                Optional.empty(),
                Attempt.Work.NONE);
    }

    /** The commits since the last attempt that changed what is read, newest first. */
    private static List<Commit> concerning(Newest.At newest, Tracked tracked, ReadSet now) {
        Repository repository = newest.repository();
        List<Commit> line = repository.leadingTo(newest.commit(), tracked.ledger.attempted(), MOST_JOINED);
        if (line.size() <= 1) {
            return line;
        }
        return line.stream()
                .filter(commit ->
                        concerns(repository, commit, tracked.ledger.readSet()) || concerns(repository, commit, now))
                .toList();
    }

    private static boolean concerns(Repository repository, Commit commit, ReadSet readSet) {
        if (commit.parents().isEmpty()) {
            return true;
        }
        CommitId parent = commit.parents().getFirst();
        return repository
                .changedPaths(parent, commit.id())
                .map(paths -> !readSet.isSameBetween(repository.tree(parent), repository.tree(commit.id()), paths))
                .orElse(true);
    }

    private static Attempt.Why why(
            Subject app, Newest.At newest, List<Commit> commits, Triggers triggers, Trigger trigger) {
        List<Commit> joined =
                commits.isEmpty() ? newest.repository().leadingTo(newest.commit(), Optional.empty(), 1) : commits;
        Lineage lineage = Lineage.of(app.source().repository(), joined, newest.repository()::broughtIn);
        return new Attempt.Why(trigger, lineage.chain(), lineage.causes(), triggers.event(), lineage.trace());
    }
}

package dev.millrace.sync;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.diff.ApplicationDiff;
import dev.millrace.sync.diff.DiffRequest;
import dev.millrace.sync.diff.Diffs;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.source.Repositories;
import dev.millrace.sync.source.Source;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.steer.Steering;
import dev.millrace.sync.steer.Step;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Brings an application to the newest commit of its source. Read this first.
 *
 * <p>A pass is called whenever something asks for an application to be reconciled, by one thread at a time per application. It asks {@link
 * Steering} for the next step, carries it out, and repeats that until the answer is a pause. It never waits for a rollout: the result says
 * when to call again at the latest. Everything that must survive is in the record; the rest is found again.
 */
public final class SyncPipeline implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SyncPipeline.class);

    /** A pass takes some steps per wave and round; one that takes so many more has lost its way. */
    private static final int MAX_STEPS = 100_000;

    private final Repositories repositories;
    private final Lookups lookups;
    private final Actions actions;
    private final Recorder recorder;
    private final LostRecords lost;
    private final Diffs diffs;
    private final DeliveryMetrics metrics;
    private final Clock clock;
    private final Map<String, TrackedApplication> applications = new ConcurrentHashMap<>();
    private final Map<String, TrackedApplication.Unanswered> unanswered = new ConcurrentHashMap<>();

    SyncPipeline(
            Repositories repositories,
            Lookups lookups,
            Actions actions,
            Recorder recorder,
            LostRecords lost,
            Diffs diffs,
            DeliveryMetrics metrics,
            Clock clock) {
        this.repositories = repositories;
        this.lookups = lookups;
        this.actions = actions;
        this.recorder = recorder;
        this.lost = lost;
        this.diffs = diffs;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Reconciles an application.
     *
     * @throws java.io.UncheckedIOException if the API server is unavailable; to be called again with the same triggers
     */
    public ReconcileResult reconcile(Subject app, Triggers triggers) {
        TrackedApplication tracked = applications.computeIfAbsent(app.uid(), uid -> open(app));
        try {
            receive(app, tracked, triggers);
            Pass pass = new Pass(app, tracked, triggers.sourceAsOf().isPresent(), clock.instant());
            Step.Pause pause = metrics.timed("pass", () -> run(pass));
            recorder.save(pass);
            recorder.log(pass);
            return result(pass, pause);
        } catch (RuntimeException | Error e) { // a stack overflow leaves half a state too
            unanswered.put(app.uid(), tracked.unanswered());
            applications.remove(app.uid());
            throw e;
        }
    }

    private Step.Pause run(Pass pass) {
        for (int steps = 0; steps < MAX_STEPS; steps++) {
            switch (Steering.next(pass.facts(clock.instant()))) {
                case Step.Lookup lookup -> lookups.lookUp(pass, lookup);
                case Step.Action action -> actions.carryOut(pass, action);
                case Step.Pause pause -> {
                    return pause;
                }
            }
        }
        throw new IllegalStateException("a pass over " + pass.app().id() + " comes to no end");
    }

    /** What earlier triggers demanded outlives a pass that failed; everything else is read from the record again. */
    private TrackedApplication open(Subject app) {
        TrackedApplication tracked = recorder.open(app);
        lost.recover(app, tracked);
        Optional.ofNullable(unanswered.remove(app.uid())).ifPresent(tracked::resume);
        return tracked;
    }

    private void receive(Subject app, TrackedApplication tracked, Triggers triggers) {
        recorder.acknowledge(tracked, triggers.acknowledged());
        tracked.set(tracked.drift()
                .suspecting(triggers.drifted(), triggers.drift())
                .suspecting(isChanged(triggers) ? tracked.drift().open().keySet() : Set.of())
                .rechecking(app.asked().recheck()));
        tracked.set(tracked.source().asked(triggers.ofSource()));
        if (triggers.retry() && tracked.attempt() instanceof AttemptState.Idle idle && mayRetry(tracked, idle)) {
            tracked.set(idle.retryingAt(clock.instant()));
        }
    }

    /** A change of the Application may change what is restored. */
    private static boolean isChanged(Triggers triggers) {
        return triggers.trigger().filter(Trigger.APPLICATION::equals).isPresent();
    }

    /** An object that another application had may be free now, also where no time was set for another try. */
    private static boolean mayRetry(TrackedApplication tracked, AttemptState.Idle idle) {
        return idle.retryAt().isPresent()
                || tracked.ledger()
                        .failure()
                        .filter(failure ->
                                failure.kind() == Failure.Kind.REFUSED || failure.kind() == Failure.Kind.UNAVAILABLE)
                        .isPresent();
    }

    private ReconcileResult result(Pass pass, Step.Pause pause) {
        TrackedApplication tracked = pass.tracked();
        Optional<Instant> retryAt =
                tracked.attempt() instanceof AttemptState.Idle idle ? idle.retryAt() : Optional.empty();
        return new ReconcileResult(
                tracked.ledger(),
                pass.findings().health(),
                tracked.source(),
                pause.why(),
                pause instanceof Step.Hold,
                pass.ended(),
                pause instanceof Step.Leave,
                tracked.isRechecked(),
                tracked.drift().open(),
                tracked.drift().heals().contested(clock.instant()),
                retryAt,
                pause.until());
    }

    /** Returns the commit that an application was last compared with, if no attempt is running and the newest one did not fail. */
    public Optional<CommitId> settledAt(String uid) {
        return known(uid)
                .filter(tracked -> tracked.ledger().running().isEmpty()
                        && tracked.ledger().failure().isEmpty())
                .flatMap(TrackedApplication::compared);
    }

    /** Returns true if an application was compared with this commit of its source, or with one that came after it. */
    public boolean hasCompared(Subject app, CommitId commit) {
        return known(app.uid())
                .flatMap(TrackedApplication::compared)
                .filter(tip -> tip.equals(commit) || repositories.reaches(app.source(), tip, commit))
                .isPresent();
    }

    /** Returns the newest commit of the application's source that this process has found. */
    public Optional<CommitId> tip(String uid) {
        return known(uid).flatMap(tracked -> tracked.source().tip()).map(tip -> tip.commit());
    }

    private Optional<TrackedApplication> known(String uid) {
        return Optional.ofNullable(applications.get(uid));
    }

    /** Returns the uids of all applications that have a record. */
    public Set<String> recorded() {
        return recorder.recorded();
    }

    /** The application is gone; the objects that it had belong to no application. */
    public void forget(String uid) {
        applications.remove(uid);
        unanswered.remove(uid);
        lookups.forget(uid);
        actions.forget(uid);
        recorder.find(uid).ifPresent(actions::release);
        recorder.forget(uid);
    }

    /** The application may not be applied: what it declares is no reason to hand anything over to it. */
    public void withdraw(String uid) {
        recorder.withdraw(uid);
    }

    /** Forgets everything that can be found again, and starts from the records: another agent may have changed them. */
    public void reopen() {
        applications.clear();
        unanswered.clear();
        recorder.reopen();
    }

    /**
     * Returns the changes that bringing an application to its newest commit would make. It may be called during a pass.
     *
     * @throws Diffs.Impossible if they can't be computed
     */
    public ApplicationDiff diff(Subject app, Optional<Ledger> recorded) {
        return diffs.of(
                new DiffRequest(app.id(), app.uid(), app.identity(), app.source(), app.spec(), recorded, app.policy()));
    }

    /** Updates the mirror of a source, for the time when this agent becomes the leader. */
    public void update(Source source, Instant asOf) {
        try {
            repositories.newest(source, asOf, Optional.empty());
        } catch (UncheckedIOException e) {
            LOG.debugf("mirror not updated: error=%s", e.getMessage());
        }
    }

    @Override
    public void close() {
        lookups.close();
        recorder.close();
    }
}

package dev.millrace.sync.trigger;

import dev.millrace.cluster.application.Application;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.sync.ReconcileResult;
import dev.millrace.sync.Subject;
import dev.millrace.sync.SyncPipeline;
import dev.millrace.sync.diff.ApplicationDiff;
import dev.millrace.sync.lead.Leadership;
import dev.millrace.sync.quarantine.Quarantine;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.state.Triggers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.MDC;

/** Runs the pipeline for the triggered applications, while this agent is the leader. */
public final class Agent implements Applications.Listener, Leadership.Listener, AutoCloseable {
    private static final int FAILURES_UNTIL_REPORTED = 3;

    private final Applications applications;
    private final Subjects subjects;
    private final Dependencies dependencies;
    private final Network network;
    private final SyncPipeline pipeline;
    private final Reporter reporter;
    private final WorkQueue queue;
    private final Results results;
    private final Guard guard;
    private final Clock clock;
    private volatile boolean swept;

    /** The number of passes over an application that failed in a row, by uid. */
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    /** Applications whose dependencies changed since their last pass began. */
    private final Set<String> woken = ConcurrentHashMap.newKeySet();

    public Agent(
            Applications applications,
            Subjects subjects,
            Dependencies dependencies,
            Network network,
            SyncPipeline pipeline,
            Reporter reporter,
            WorkQueue queue,
            Results results,
            Quarantine quarantine,
            Clock clock) {
        this.applications = applications;
        this.subjects = subjects;
        this.dependencies = dependencies;
        this.network = network;
        this.pipeline = pipeline;
        this.reporter = reporter;
        this.queue = queue;
        this.results = results;
        this.guard = new Guard(quarantine, queue, clock);
        this.clock = clock;
    }

    /** Starts to follow the Applications of the cluster. Until the agent is the leader, it only updates mirrors. */
    public void start() {
        queue.reconcileWith(this::reconcile);
        applications.start(this);
    }

    /** Reconciles all applications, since another agent may have changed them meanwhile. */
    @Override
    public void elected() {
        queue.open(() -> {
            pipeline.reopen();
            reporter.reset();
            results.clear();
            network.reset();
            failures.clear();
            swept = false;
        });
        Triggers start = Triggers.source(clock.instant(), Trigger.START);
        applications.uids().forEach(uid -> asked(uid, start));
    }

    @Override
    public void deposed() {
        queue.shut();
    }

    private Optional<Duration> reconcile(String uid, Triggers triggers) {
        Optional<Application> found = applications.byUid(uid);
        if (found.isEmpty()) {
            forget(uid);
            return Optional.empty();
        }
        Application application = found.get();
        MDC.put("key", subjects.id(application).toString());
        return switch (subjects.of(application)) {
            case Subjects.Checked.Fit(Subject subject) -> admit(application, subject, triggers);
            case Subjects.Checked.Unfit(String reason) -> {
                reporter.reportInvalid(application, reason);
                yield Optional.empty();
            }
            case Subjects.Checked.Barred(Subject subject, String reason) -> {
                pipeline.withdraw(uid);
                if (subject.asked().deletion()) {
                    yield admit(application, subject, triggers);
                }
                reporter.reportNotAllowed(application, reason);
                yield Optional.empty();
            }
            case Subjects.Checked.Undecided undecided ->
                throw failing(
                        application,
                        new UncheckedIOException("the Tenants are not known yet", new IOException("not read yet")));
        };
    }

    private Optional<Duration> admit(Application application, Subject subject, Triggers triggers) {
        return guard.pass(subject, triggers, all -> reconcile(application, subject, all), reason -> {
                    results.setAside(subject.uid(), reason);
                    reporter.reportSetAside(application, reason);
                })
                .map(Agent::atLeastAMoment);
    }

    private Optional<Duration> reconcile(Application application, Subject subject, Triggers triggers) {
        reporter.begin(application);
        woken.remove(subject.uid());
        ReconcileResult result = attempt(application, subject, triggers);
        results.put(subject.uid(), result);
        if (result.isSettled()) {
            guard.settled(subject.uid());
        }
        reporter.report(application, subject, result);
        wake(application, result);
        return result.checkAt().map(at -> Duration.between(clock.instant(), at));
    }

    /** A transient error is shown once it lasts: the status must not report an old state while everything is retried. */
    private ReconcileResult attempt(Application application, Subject subject, Triggers triggers) {
        try {
            ReconcileResult result = pipeline.reconcile(subject, triggers);
            failures.remove(subject.uid());
            return result;
        } catch (UncheckedIOException e) {
            throw failing(application, e);
        }
    }

    private UncheckedIOException failing(Application application, UncheckedIOException e) {
        if (failures.merge(application.getMetadata().getUid(), 1, Integer::sum) >= FAILURES_UNTIL_REPORTED) {
            reporter.reportRetrying(application, "it can't be reconciled, and is tried again: " + e.getMessage());
        }
        return e;
    }

    private static Duration atLeastAMoment(Duration wait) {
        Duration moment = Duration.ofMillis(10);
        return wait.isNegative() ? moment : wait.plus(moment);
    }

    /** No application waits for one that waits itself; but the dependencies of that one may have changed during the pass. */
    private void wake(Application application, ReconcileResult result) {
        String uid = application.getMetadata().getUid();
        if (result.waitsFor().isEmpty()) {
            wakeDependents(application);
        } else if (woken.remove(uid)) {
            queue.ask(uid, Triggers.NONE);
        }
    }

    @Override
    public void asked(String uid, Triggers triggers) {
        if (!queue.ask(uid, triggers)) {
            Optional<Subject> subject = applications.byUid(uid).flatMap(subjects::fit);
            subject.filter(of -> triggers.sourceAsOf().isPresent()).ifPresent(of -> Thread.ofVirtual()
                    .name("standby")
                    .start(() -> guard.unlessSetAside(
                            of,
                            triggers,
                            () -> pipeline.update(
                                    of.source(), triggers.sourceAsOf().orElseThrow()))));
        }
    }

    @Override
    public void statusChanged(Application application) {
        wakeDependents(application);
    }

    /** Triggers the applications that wait for this one. */
    private void wakeDependents(Application application) {
        for (String uid : dependencies.dependents(application)) {
            woken.add(uid); // before its result is read: it may be about to wait
            if (results.isWaiting(uid)) {
                queue.ask(uid, Triggers.NONE);
            }
        }
    }

    @Override
    public void gone(String uid) {
        subjects.forget(uid);
        queue.ask(uid, Triggers.NONE); // an agent that is not the leader leaves it to the leader, or to the next one
    }

    /** Drops an application that is gone, while no pass over it runs. To be called again if it throws. */
    private void forget(String uid) {
        if (applications.isComplete()) { // otherwise it may exist and not be known yet
            results.forget(uid);
            woken.remove(uid);
            failures.remove(uid);
            reporter.forget(uid);
            pipeline.forget(uid);
            guard.forget(uid);
            queue.forget(uid);
            results.failed().forEach(network::retry); // one of its objects may be unclaimed now
        }
    }

    /** Triggers the deletion of records without an Application, once all Applications are known. To be called again if it throws. */
    void sweepOnce() {
        if (queue.isOpen() && !swept && applications.isComplete()) {
            Set<String> left = pipeline.recorded(); // before the Applications: one may be created meanwhile
            left.removeAll(applications.uidsNow());
            left.forEach(uid -> queue.ask(uid, Triggers.NONE));
            swept = true;
        }
    }

    /**
     * Returns the changes that bringing the application to its newest commit would make.
     *
     * @throws dev.millrace.sync.diff.Diffs.Impossible if they can't be computed
     */
    public ApplicationDiff diff(Subject subject) {
        Optional<Ledger> recorded = results.of(subject.uid()).map(ReconcileResult::ledger);
        return guard.marked(subject, () -> pipeline.diff(subject, recorded));
    }

    /** Returns true if the Applications of the cluster are known and watched. */
    public boolean isWatching() {
        return applications.isComplete() && applications.isWatching();
    }

    /** Returns true if this agent is the leader. */
    public boolean isLeading() {
        return queue.isOpen();
    }

    /** Stops accepting work, and returns true if all passes have ended after a short time. */
    public boolean rest() {
        return queue.rest();
    }

    @Override
    public void close() {
        applications.close();
        queue.close();
        pipeline.close();
    }
}

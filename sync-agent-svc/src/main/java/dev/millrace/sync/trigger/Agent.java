package dev.millrace.sync.trigger;

import dev.millrace.cluster.application.Application;
import dev.millrace.events.ConfigCommitted;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.sync.Neighbours;
import dev.millrace.sync.Outlook;
import dev.millrace.sync.Subject;
import dev.millrace.sync.SyncPipeline;
import dev.millrace.sync.Triggers;
import dev.millrace.sync.diff.ApplicationDiff;
import dev.millrace.sync.diff.Diffs;
import dev.millrace.sync.lead.Leadership;
import dev.millrace.sync.source.Source;
import dev.millrace.sync.status.StatusWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.MDC;

/** Turns what asks for applications into looks at them: the shell around the pipeline. */
public final class Agent implements Applications.Listener, Leadership.Listener, Neighbours, AutoCloseable {
    private final Applications applications;
    private final Subjects subjects;
    private final Followers followers;
    private final Dependencies dependencies;
    private final SyncPipeline pipeline;
    private final StatusWriter status;
    private final Finalizers finalizers;
    private final Rechecks rechecks;
    private final Clock clock;
    private final WorkQueue queue = new WorkQueue(this::look);
    private volatile boolean swept;
    private final Outlooks outlooks = new Outlooks();

    /** What they wait for moved on since they were begun to be looked at. */
    private final Set<String> woken = ConcurrentHashMap.newKeySet();

    public Agent(
            Applications applications,
            Subjects subjects,
            Dependencies dependencies,
            SyncPipeline pipeline,
            StatusWriter status,
            Finalizers finalizers,
            Rechecks rechecks,
            Clock clock) {
        this.applications = applications;
        this.subjects = subjects;
        this.followers = new Followers(applications, subjects);
        this.dependencies = dependencies;
        this.pipeline = pipeline;
        this.status = status;
        this.finalizers = finalizers;
        this.rechecks = rechecks;
        this.clock = clock;
    }

    /** Begins to follow the Applications of the cluster. Until it is elected, it keeps mirrors new and does nothing else. */
    public void start() {
        applications.start(this);
    }

    /** Whatever another agent did meanwhile: all is compared anew. */
    @Override
    public void elected() {
        queue.open(() -> {
            pipeline.beginAnew();
            status.letGo();
            outlooks.clear();
            swept = false;
        });
        Triggers start = Triggers.source(clock.instant(), Trigger.START);
        applications.uids().forEach(uid -> asked(uid, start));
    }

    @Override
    public void deposed() {
        queue.shut();
    }

    private Optional<Duration> look(String uid, Triggers triggers) {
        Optional<Application> found = applications.byUid(uid);
        if (found.isEmpty()) {
            return leave(uid);
        }
        Application application = found.get();
        MDC.put("key", subjects.id(application).toString());
        switch (subjects.of(application)) {
            case Subjects.Checked.Fit fit -> {
                finalizers.keep(application);
                woken.remove(uid);
                Outlook outlook = pipeline.look(fit.subject(), triggers);
                outlooks.put(uid, outlook);
                status.write(application, fit.subject(), outlook);
                rechecks.answered(application, outlook);
                passOn(application, outlook);
                if (outlook.leaving()) {
                    finalizers.release(application);
                }
                return outlook.again();
            }
            case Subjects.Checked.Unfit unfit -> {
                status.writeUnfit(application, unfit.reason());
                return Optional.empty();
            }
        }
    }

    /** One that waits can't be what another waits for; but what it waits for may have moved on while it was looked at. */
    private void passOn(Application application, Outlook outlook) {
        String uid = application.getMetadata().getUid();
        if (outlook.waits().isEmpty()) {
            wakeDependents(application);
        } else if (woken.remove(uid)) {
            queue.ask(uid, Triggers.NONE);
        }
    }

    @Override
    public void asked(String uid, Triggers triggers) {
        if (!queue.ask(uid, triggers)) {
            Optional<Source> source = applications.byUid(uid).flatMap(subjects::source);
            triggers.sourceAsOf()
                    .ifPresent(asOf -> source.ifPresent(
                            of -> Thread.ofVirtual().name("standby").start(() -> pipeline.keepNew(of, asOf))));
        }
    }

    @Override
    public void gone(String uid) {
        subjects.forget(uid);
        queue.ask(uid, Triggers.NONE); // if this agent doesn't lead, the leader sees it, or else the next one
    }

    /** The application is gone, and nobody looks at it meanwhile. What can't be done now is tried again. */
    private Optional<Duration> leave(String uid) {
        if (applications.isComplete()) { // else it may be there, and untold of
            outlooks.forget(uid);
            woken.remove(uid);
            status.forget(uid);
            pipeline.forget(uid);
            queue.forget(uid);
            outlooks.failed().forEach(this::retry); // what it had may be free now
        }
        return Optional.empty();
    }

    @Override
    public void stands(Application application) {
        wakeDependents(application);
    }

    /** Those that wait for this one look again whether they must. */
    private void wakeDependents(Application application) {
        for (String uid : dependencies.dependents(application)) {
            woken.add(uid); // before its outlook is asked for: it may be about to wait
            if (outlooks.waits(uid)) {
                queue.ask(uid, Triggers.NONE);
            }
        }
    }

    @Override
    public Optional<String> unmet(Subject app, CommitId commit) {
        return app.spec().dependsOn().isEmpty()
                ? Optional.empty()
                : dependencies.unmet(app, commit, pipeline::settledAt);
    }

    @Override
    public List<String> yetToSee(Subject app, CommitId commit) {
        return followers.besides(app, outlooks, other -> !pipeline.hasSeen(other, commit));
    }

    @Override
    public boolean exists(String uid) {
        return !applications.isComplete() || applications.byUid(uid).isPresent();
    }

    @Override
    public void retry(String uid) {
        queue.ask(uid, Triggers.retry(clock.instant()));
    }

    /** One of its objects may have changed. */
    public void objectChanged(String uid) {
        queue.ask(uid, Triggers.NONE);
    }

    /** A ConfigMap or Secret that it names changed. */
    public void inputChanged(String uid) {
        queue.ask(uid, Triggers.source(clock.instant(), Trigger.APPLICATION));
    }

    /** A Secret with which repositories are read, or commits believed, holds something else. */
    public void secretChanged(String secret) {
        followers.with(secret).forEach(this::inputChanged);
    }

    /** What makes objects healthy is another thing now. */
    public void rulesChanged() {
        outlooks.all().forEach(this::objectChanged);
    }

    /** Kafka has an event of its outbox. */
    public void acknowledged(String uid, EventId event) {
        queue.ask(uid, Triggers.acknowledged(event));
    }

    /** A ref moved, an event says. */
    void committed(ConfigCommitted event, EventId id) {
        Triggers triggers = event.commit().isNone()
                ? Triggers.source(clock.instant(), Trigger.EVENT)
                : Triggers.committed(clock.instant(), event.commit(), id);
        followers.of(event, this::outlook).forEach(uid -> asked(uid, triggers));
    }

    /** An object differs from what was applied, an event says. Whether it still does is looked at where it is. */
    void drifted(DriftDetected event, EventId id) {
        boolean ours =
                event.change() == DriftDetected.Change.Modified || event.change() == DriftDetected.Change.Missing;
        if (ours && applications.byUid(event.applicationUid()).isPresent()) {
            asked(event.applicationUid(), Triggers.drifted(event.object().identity(), id));
        }
    }

    /** What these follow has moved, the poll says. */
    void moved(Collection<Subject> followers) {
        followers.forEach(follower -> asked(follower.uid(), Triggers.source(clock.instant(), Trigger.POLL)));
    }

    /** All Applications that say what is needed. */
    public Collection<Subject> all() {
        return followers.all();
    }

    /** The one with this name, if it says what is needed. */
    public Optional<Subject> named(String namespace, String name) {
        return applications.byName(namespace + "/" + name).flatMap(subjects::fit);
    }

    /**
     * What bringing the application to its newest commit would change.
     *
     * @throws Diffs.Impossible if that can't be told
     */
    public ApplicationDiff diff(Subject subject) {
        return pipeline.diff(subject, outlook(subject.uid()).map(Outlook::ledger));
    }

    /** How the application stood when it was last looked at. */
    public Optional<Outlook> outlook(String uid) {
        return outlooks.of(uid);
    }

    /** Once all Applications are known: what is recorded of others belongs to nobody. To be called again if it throws. */
    void sweepOnce() {
        if (queue.isOpen() && !swept && applications.isComplete()) {
            Set<String> left = pipeline.recorded(); // before the Applications: one may be made meanwhile
            left.removeAll(applications.uidsNow());
            left.forEach(uid -> queue.ask(uid, Triggers.NONE));
            swept = true;
        }
    }

    /** Whether the Applications of the cluster are known and heard. */
    public boolean isWatching() {
        return applications.isComplete() && applications.isWatching();
    }

    /** Whether it acts, or else waits to be elected. */
    public boolean isLeading() {
        return queue.isOpen();
    }

    /** How many applications are being looked at, or wait for it. */
    public int waiting() {
        return queue.size();
    }

    /** Takes nothing up any longer; says whether what is under way has ended after a little time. */
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

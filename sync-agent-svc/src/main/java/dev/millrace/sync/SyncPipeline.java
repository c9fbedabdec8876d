package dev.millrace.sync;

import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.sync.diff.ApplicationDiff;
import dev.millrace.sync.diff.DiffRequest;
import dev.millrace.sync.diff.Diffs;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.source.Newest;
import dev.millrace.sync.source.Repositories;
import dev.millrace.sync.source.Source;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings an application to the newest commit of its source. Read this first.
 *
 * <p>It is called whenever something asked for an application to be looked at, by one thread at a time per application, and never waits
 * for a rollout: it begins an attempt if one is needed, ends the running one if that has come to its end, and says when to be called
 * again at the latest. All that must survive is in the record; what is here can be lost.
 */
public final class SyncPipeline implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SyncPipeline.class);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final Repositories repositories;
    private final Attempts attempts;
    private final Settlement settlement;
    private final Takedown takedown;
    private final Bookkeeping books;
    private final Diffs diffs;
    private final Clock clock;
    private final Map<String, Tracked> applications = new ConcurrentHashMap<>();

    public SyncPipeline(
            Repositories repositories,
            Attempts attempts,
            Settlement settlement,
            Takedown takedown,
            Bookkeeping books,
            Diffs diffs,
            Clock clock) {
        this.repositories = repositories;
        this.attempts = attempts;
        this.settlement = settlement;
        this.takedown = takedown;
        this.books = books;
        this.diffs = diffs;
        this.clock = clock;
    }

    /**
     * Looks at an application.
     *
     * @throws java.io.UncheckedIOException if the API server is away; to be called again with the same
     */
    public Outlook look(Subject app, Triggers triggers) {
        Tracked tracked = applications.compute(app.uid(), (uid, before) -> opened(app, before));
        Instant began = clock.instant();
        tracked.ended = null;
        tracked.lookAgain = null;
        tracked.waits = "";
        try {
            books.acknowledge(app, tracked, triggers.acknowledged());
            tracked.drifted.addAll(triggers.drifted());
            tracked.askedToRecheck(app.asked().recheck());
            if (triggers.retry() && tracked.again != null) {
                tracked.again = clock.instant();
            }
            if (app.asked().deletion()) {
                takedown.further(app, tracked);
            } else if (!app.suspended() || Requests.isOpen(app, tracked)) {
                follow(app, tracked, triggers);
            }
            attempts.proceed(app, tracked);
            settlement.settle(app, tracked);
            books.save(app, tracked);
            books.log(tracked);
            return outlook(app, tracked, began);
        } catch (RuntimeException e) {
            tracked.lost = true;
            throw e;
        }
    }

    /** What was asked and not answered outlives a look that came to nothing. */
    private Tracked opened(Subject app, @Nullable Tracked before) {
        return before == null ? books.open(app) : before.lost ? books.open(app).after(before) : before;
    }

    private Optional<Tracked> known(String uid) {
        return Optional.ofNullable(applications.get(uid)).filter(tracked -> !tracked.lost);
    }

    private void follow(Subject app, Tracked tracked, Triggers latest) {
        Triggers triggers = tracked.unanswered.and(latest);
        Instant asOf = triggers.sourceAsOf().orElse(Instant.EPOCH);
        tracked.unanswered = triggers;
        switch (repositories.newest(app.source(), asOf, triggers.told())) {
            case Newest.At at
            when !isBroken(app, tracked, at) -> {
                tracked.sourceFailures = 0;
                tracked.sourceTrouble = null;
                if (follow(app, tracked, at, triggers)) {
                    tracked.unanswered = Triggers.NONE;
                }
            }
            case Newest.At broken -> {}
            case Newest.Gone gone -> trouble(app, tracked, SourceTrouble.State.GONE, gone.reason());
            case Newest.Untrusted untrusted -> trouble(app, tracked, SourceTrouble.State.UNTRUSTED, untrusted.reason());
            case Newest.Refused refused -> trouble(app, tracked, SourceTrouble.State.REFUSED, refused.reason());
            case Newest.Unavailable unavailable ->
                trouble(app, tracked, SourceTrouble.State.UNAVAILABLE, unavailable.reason());
        }
    }

    /** Whether the source doesn't go on from what was applied, and nobody said that this is meant. */
    private boolean isBroken(Subject app, Tracked tracked, Newest.At at) {
        boolean meant = app.spec().observe()
                || (Requests.of(app, tracked, at) instanceof Requests.Wanted.Now now
                        && repositories.mayApply(app.source(), now.at()));
        Optional<String> why = meant ? Optional.empty() : Continuity.broken(app, tracked, at);
        why.ifPresent(reason -> trouble(app, tracked, SourceTrouble.State.REWRITTEN, reason));
        return why.isPresent();
    }

    /** Whether what asked for it is answered. */
    private boolean follow(Subject app, Tracked tracked, Newest.At at, Triggers triggers) {
        if (app.spec().observe()) {
            attempts.observe(app, tracked, at);
            return true;
        }
        tracked.preview = null;
        reapply(app, tracked);
        return switch (Requests.of(app, tracked, at)) {
            case Requests.Wanted.Nothing(Newest.At held) -> {
                boolean trusted = held.equals(at) || repositories.mayApply(app.source(), held);
                boolean answered = attempts.attemptIfNeeded(app, tracked, trusted ? held : at, triggers);
                tracked.compared = answered ? at.commit() : tracked.compared;
                yield answered;
            }
            case Requests.Wanted.Now now
            when repositories.mayApply(app.source(), now.at()) -> {
                attempts.attemptAsAsked(app, tracked, now, triggers);
                yield true;
            }
            case Requests.Wanted.Now untrusted -> {
                tracked.waits = "the commit " + untrusted.at().commit().shortForm()
                        + " that the annotation millrace.dev/sync asks for is not signed as spec.source.verify demands";
                yield attempts.attemptIfNeeded(app, tracked, at, triggers);
            }
            case Requests.Wanted.Impossible impossible -> {
                tracked.waits = impossible.why();
                yield attempts.attemptIfNeeded(app, tracked, at, triggers);
            }
        };
    }

    /**
     * Now and then all objects are compared with what was applied, whether or not drift was told, and what differs is applied again. The first
     * time at any point of the interval, so that many applications don't do it at once.
     */
    private void reapply(Subject app, Tracked tracked) {
        Duration every = app.spec().reapplyEvery();
        Instant now = clock.instant();
        if (!app.heal()) {
            tracked.reapply = Instant.MAX;
        } else if (tracked.reapply.equals(Instant.MAX)) {
            tracked.reapply = now.plus(part(every, 0.1, 1.0));
        } else if (!now.isBefore(tracked.reapply)) {
            tracked.ledger
                    .objects()
                    .forEach(object -> tracked.drifted.add(object.ref().identity()));
            tracked.reapply = now.plus(part(every, 0.9, 1.1));
        }
    }

    private static Duration part(Duration whole, double least, double most) {
        return Duration.ofMillis(
                (long) (whole.toMillis() * ThreadLocalRandom.current().nextDouble(least, most)));
    }

    private void trouble(Subject app, Tracked tracked, SourceTrouble.State state, String reason) {
        SourceTrouble before = tracked.sourceTrouble;
        if (before == null || before.state() != state || !reason.equals(before.why())) {
            LOG.warnf("source can't be followed, the cluster stays as it is: application=%s why=%s", app.id(), reason);
        } else if (before.nextTry().filter(clock.instant()::isBefore).isPresent()) {
            return; // it was told, and looks in between change nothing
        }
        Instant next = clock.instant().plus(new Backoff(FIRST_RETRY, app.poll()).after(++tracked.sourceFailures));
        tracked.sourceTrouble =
                new SourceTrouble(state, reason, state.isTriedAgain() ? Optional.of(next) : Optional.empty());
    }

    /** What was due when this look began is due no longer, or waits for something that wakes it: looking again would not help. */
    private Outlook outlook(Subject app, Tracked tracked, Instant began) {
        Instant now = clock.instant();
        Optional<SourceTrouble> sourceTrouble = Optional.ofNullable(tracked.sourceTrouble);
        Optional<Duration> again = Stream.of(
                        Optional.ofNullable(tracked.lookAgain),
                        tracked.ledger.running().map(attempt -> attempt.startedAt()
                                .plus(app.timeout())),
                        Optional.ofNullable(tracked.again),
                        Optional.of(tracked.reapply).filter(at -> !at.equals(Instant.MAX)),
                        sourceTrouble.flatMap(SourceTrouble::nextTry))
                .flatMap(Optional::stream)
                .filter(at -> at.isAfter(began))
                .min(Comparator.naturalOrder())
                .map(at -> Duration.between(now, at))
                .map(wait -> wait.isNegative() ? Duration.ofMillis(10) : wait.plusMillis(10));
        return new Outlook(
                tracked.ledger,
                Optional.ofNullable(tracked.health),
                sourceTrouble,
                tracked.waits,
                Optional.ofNullable(tracked.ended),
                tracked.leaving,
                Optional.ofNullable(tracked.preview),
                tracked.isRechecked(),
                again);
    }

    /**
     * The commit that an application was last compared with, if it waits for nothing: no attempt is running, and the newest one did not fail.
     */
    public Optional<CommitId> settledAt(String uid) {
        return known(uid)
                .filter(tracked -> tracked.ledger.running().isEmpty()
                        && tracked.ledger.failure().isEmpty())
                .flatMap(Tracked::comparedWith);
    }

    /** Whether an application was compared with this commit of its source, or with one that came after it. */
    public boolean hasSeen(Subject app, CommitId commit) {
        return known(app.uid())
                .flatMap(Tracked::comparedWith)
                .filter(tip -> tip.equals(commit) || repositories.reaches(app.source(), tip, commit))
                .isPresent();
    }

    /** The uids of all applications that have a record. */
    public Set<String> recorded() {
        return books.recorded();
    }

    /** The application is gone; what objects it had are nobody's. */
    public void forget(String uid) {
        applications.remove(uid);
        attempts.forget(uid);
        settlement.forget(uid);
        books.find(uid).ifPresent(takedown::release);
        books.forget(uid);
    }

    /** Forgets what can be found again, and begins from the records: another agent may have done more since. */
    public void beginAnew() {
        applications.clear();
        books.beginAnew();
    }

    /**
     * What bringing an application to its newest commit would change. May be asked beside a look.
     *
     * @throws Diffs.Impossible if that can't be told
     */
    public ApplicationDiff diff(Subject app, Optional<Ledger> recorded) {
        return diffs.of(new DiffRequest(app.id(), app.uid(), app.source(), app.spec(), recorded));
    }

    /** Brings the source's mirror up to date, for the day this agent leads. */
    public void keepNew(Source source, Instant asOf) {
        try {
            repositories.newest(source, asOf, Optional.empty());
        } catch (UncheckedIOException e) {
            LOG.debugf("not brought up to date: why=%s", e.getMessage());
        }
    }

    @Override
    public void close() {
        attempts.close();
        settlement.close();
        books.close();
    }
}

package dev.millrace.sync;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.GitUnavailable;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.source.Newest;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.Repositories;
import dev.millrace.sync.source.Repository;
import dev.millrace.sync.source.SourceTree;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.state.SourceState;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.steer.Target;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads where the source of an application stands, and what a commit of it means for the application. */
public final class SourceReader {
    private static final Logger LOG = Logger.getLogger(SourceReader.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final Repositories repositories;
    private final OtherApplications others;
    private final Clock clock;

    public SourceReader(Repositories repositories, OtherApplications others, Clock clock) {
        this.repositories = repositories;
        this.others = others;
        this.clock = clock;
    }

    /** Asks for the newest commit, as of the time that the triggers demand. */
    void read(Subject app, TrackedApplication tracked) {
        Triggers demand = tracked.source().demand();
        Instant asOf = demand.sourceAsOf().orElse(Instant.EPOCH);
        switch (repositories.newest(app.source(), asOf, demand.commit())) {
            case Newest.At at -> {
                Optional<String> broken =
                        isIntended(app, tracked, at) ? Optional.empty() : HistoryCheck.broken(app, tracked, at);
                if (broken.isPresent()) {
                    fail(app, tracked, SourceProblem.Kind.REWRITTEN, broken.get());
                } else {
                    tracked.set(tracked.source().at(new SourceState.Tip(at.commit(), at.ref())));
                    others.sourceAt(app, at.commit(), asOf);
                }
            }
            case Newest.Gone gone -> fail(app, tracked, SourceProblem.Kind.GONE, gone.reason());
            case Newest.Untrusted untrusted -> fail(app, tracked, SourceProblem.Kind.UNTRUSTED, untrusted.reason());
            case Newest.Refused refused -> fail(app, tracked, SourceProblem.Kind.REFUSED, refused.reason());
            case Newest.Unavailable unavailable ->
                fail(app, tracked, SourceProblem.Kind.UNAVAILABLE, unavailable.reason());
        }
    }

    /** Returns true if a rewritten history is followed all the same: nothing is applied, or a user requests it. */
    private boolean isIntended(Subject app, TrackedApplication tracked, Newest.At at) {
        return app.spec().observe()
                || (SyncRequests.target(app, tracked.ledger(), at) instanceof Target.Requested requested
                        && repositories.mayApply(
                                app.source(), new Newest.At(requested.commit(), at.ref(), at.repository())));
    }

    private void fail(Subject app, TrackedApplication tracked, SourceProblem.Kind kind, String reason) {
        Optional<SourceProblem> before = tracked.source().problem();
        Instant now = clock.instant();
        int failures = before.filter(known -> known.kind() == kind)
                        .map(SourceProblem::failures)
                        .orElse(0)
                + 1;
        Instant next = now.plus(new Backoff(FIRST_RETRY, app.poll()).after(failures));
        SourceProblem problem =
                new SourceProblem(kind, reason, failures, kind.isRetried() ? Optional.of(next) : Optional.empty());
        if (before.filter(known -> known.isSameAs(problem, now)).isPresent()) {
            return; // reported already; a trigger in between does not postpone the next try
        }
        if (before.filter(known -> known.kind() == kind && known.message().equals(reason))
                .isEmpty()) {
            LOG.warnf(
                    "source can't be followed, the cluster stays as it is: application=%s error=%s", app.id(), reason);
        }
        tracked.set(tracked.source().failing(problem));
    }

    /** Decides which commit the application is to be brought to. */
    Target target(Subject app, TrackedApplication tracked) {
        Newest.At tip = tip(app, tracked);
        Target target = SyncRequests.target(app, tracked.ledger(), tip);
        if (target.commit().equals(tip.commit())
                || repositories.mayApply(app.source(), new Newest.At(target.commit(), tip.ref(), tip.repository()))) {
            return target;
        }
        return switch (target) {
            case Target.Current held -> new Target.Current(tip.commit());
            case Target.Requested untrusted ->
                new Target.Refused(
                        tip.commit(),
                        "the commit " + untrusted.commit().shortForm()
                                + " that the annotation millrace.dev/sync requests is not signed as spec.source.verify demands");
            case Target.Refused refused -> refused;
        };
    }

    private Newest.At tip(Subject app, TrackedApplication tracked) {
        SourceState.Tip tip = tracked.source()
                .tip()
                .orElseThrow(() -> new IllegalStateException("a target is resolved only for a known source"));
        return new Newest.At(tip.commit(), tip.ref(), repository(app));
    }

    /** Returns a commit of the source that is known here. */
    Newest.At at(Subject app, TrackedApplication tracked, CommitId commit) {
        Newest.At tip = tip(app, tracked);
        return new Newest.At(commit, tip.ref(), tip.repository());
    }

    /** The mirror of a source is forgotten once nobody follows the source; the next pass opens it again. */
    private Repository repository(Subject app) {
        return repositories
                .known(app.source())
                .orElseThrow(() -> new GitUnavailable(
                        "reading " + app.source().repository(), new IOException("the mirror was closed")));
    }

    /** Returns true if all files that the newest rendering read are the same in that commit. */
    boolean hasSameContent(Subject app, TrackedApplication tracked, CommitId commit) {
        Repository repository = repository(app);
        Ledger ledger = tracked.ledger();
        ReadSet readSet = ledger.readSet();
        SourceTree tree = repository.tree(commit);
        return base(ledger, tracked)
                .flatMap(base -> repository.changedPaths(base, commit))
                .map(paths -> readSet.isSameIn(tree, paths))
                .orElseGet(() -> readSet.isSameIn(tree));
    }

    /** After a sync at an older commit the application stands there, not at the tip that it was compared with. */
    private static Optional<CommitId> base(Ledger ledger, TrackedApplication tracked) {
        Optional<CommitId> compared = tracked.compared();
        boolean isHeld = compared.flatMap(tip -> SyncRequests.held(ledger, tip)).isPresent();
        return isHeld ? ledger.attempted() : compared.or(ledger::attempted);
    }
}

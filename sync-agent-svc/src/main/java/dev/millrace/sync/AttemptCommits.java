package dev.millrace.sync;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.git.commit.Commit;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.source.Lineage;
import dev.millrace.sync.source.Newest;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.Repository;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.steer.Reason;
import dev.millrace.sync.steer.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The commits that an attempt stands for, and what it follows from. */
final class AttemptCommits {
    private static final int MAX_JOINED = 50;

    private AttemptCommits() {}

    /** Returns the commits since the last attempt that changed what is read, the newest first. */
    static List<Commit> concerning(Newest.At at, Ledger ledger, ReadSet now) {
        Repository repository = at.repository();
        List<Commit> line = repository.leadingTo(at.commit(), ledger.attempted(), MAX_JOINED);
        if (line.size() <= 1) {
            return line;
        }
        return line.stream()
                .filter(commit -> concerns(repository, commit, ledger.readSet()) || concerns(repository, commit, now))
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

    /** Returns what an attempt follows from: the commits' chains, or the event that triggered it. */
    static Attempt.Why why(
            Subject app, TrackedApplication tracked, Newest.At at, List<Commit> commits, Step.Begin step) {
        List<Commit> joined = commits.isEmpty() ? at.repository().leadingTo(at.commit(), Optional.empty(), 1) : commits;
        Lineage lineage = Lineage.of(app.source().repository(), joined, at.repository()::broughtIn);
        return new Attempt.Why(
                step.trigger(),
                Optional.of(step.reason().name()),
                lineage.chain(),
                lineage.causes(),
                causation(tracked, step),
                lineage.trace());
    }

    /** An attempt that only restores objects follows from their drift; any other one does not, whatever was reported meanwhile. */
    private static Optional<EventId> causation(TrackedApplication tracked, Step.Begin step) {
        Triggers demand = tracked.source().demand();
        return step.reason() == Reason.DRIFT
                ? demand.drift().or(() -> tracked.drift().reportsOf(step.healing()).stream()
                        .findFirst())
                : demand.event();
    }

    /** Returns the next attempt. */
    static Attempt attempt(
            Subject app, TrackedApplication tracked, Newest.At at, CommitId revision, Attempt.Why why, Instant now) {
        return new Attempt(
                tracked.ledger().nextAttempt(app.published().attempt()),
                app.source().repository(),
                at.ref(),
                revision,
                tracked.ledger().attempted(),
                why,
                now,
                Optional.empty(),
                Attempt.Work.NONE);
    }
}

package dev.millrace.sync;

import dev.millrace.events.SyncCompleted.Action;
import dev.millrace.events.SyncCompleted.ObjectChange;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PrunePlanner;
import dev.millrace.sync.prune.Fate;
import dev.millrace.sync.prune.Pruner;
import dev.millrace.sync.prune.Removals;
import dev.millrace.sync.prune.Wishes;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.report.Outcomes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes away what is no longer desired, round by round, and records each step. Waits for nothing; it is called again. */
public final class Removal {
    private static final Backoff LOOK_AGAIN = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final int MOST_NAMED = 5;

    /** How long others are waited for: one that is in trouble must not keep what nobody wants for ever. */
    private static final Duration OTHERS_LOOK_WITHIN = Duration.ofSeconds(30);

    /** After so many looks, those that nothing has told of the commit are told. */
    private static final int LOOKS_UNTIL_TOLD = 3;

    private final Pruner pruner;
    private final Wishes wishes;
    private final Neighbours neighbours;
    private final Bookkeeping books;
    private final Clock clock;

    /** How far it has come. */
    sealed interface Progress {
        record Done() implements Progress {}

        record Waiting(String why, Instant again) implements Progress {}

        /** Only a person can help. */
        record Blocked(String why) implements Progress {}
    }

    public Removal(Pruner pruner, Wishes wishes, Neighbours neighbours, Bookkeeping books, Clock clock) {
        this.pruner = pruner;
        this.wishes = wishes;
        this.neighbours = neighbours;
        this.books = books;
        this.clock = clock;
    }

    /** Takes away the first round of these that is not gone yet; each is recorded as such before. */
    Progress further(Subject app, Tracked tracked, List<Operation.Prune> prunes) {
        while (true) {
            Set<String> held = held(tracked);
            List<List<Operation.Prune>> rounds = PrunePlanner.rounds(prunes.stream()
                    .filter(prune -> held.contains(prune.ref().identity()))
                    .toList());
            if (rounds.isEmpty()) {
                tracked.pruneLooks = 0;
                return new Progress.Done();
            }
            if (handOver(app, tracked, rounds)) {
                continue;
            }
            Optional<Progress> others = waitForOthers(app, tracked);
            if (others.isPresent()) {
                return others.get();
            }
            announce(app, tracked, rounds);
            Removals all = Removals.of(app.claim(), prunes, tracked.confirmation(app));
            List<Pruner.Pruned> pruned = pruner.prune(rounds.getFirst(), all, rounds.size() > 1);
            Progress progress = record(tracked, pruned);
            if (!(progress instanceof Progress.Done)) {
                return progress;
            }
        }
    }

    /** What is in the record, or may be there because it was intended. */
    private static Set<String> held(Tracked tracked) {
        Set<String> held = new HashSet<>();
        tracked.ledger.recorded().forEach(recorded -> held.add(recorded.ref().identity()));
        return held;
    }

    /** What another application wants is not deleted. */
    private boolean handOver(Subject app, Tracked tracked, List<List<Operation.Prune>> rounds) {
        List<Operation.Prune> wanted = rounds.stream()
                .flatMap(List::stream)
                .filter(prune -> wishes.isWantedBesides(app.uid(), prune.ref()))
                .toList();
        if (!wanted.isEmpty()) {
            release(app, tracked, wanted);
            books.save(app, tracked);
        }
        return !wanted.isEmpty();
    }

    /** What moves to another application with this commit must not be deleted before that one could say so. */
    private Optional<Progress> waitForOthers(Subject app, Tracked tracked) {
        Instant now = clock.instant();
        Attempt attempt = tracked.running();
        boolean over =
                !now.isBefore(attempt.appliedAt().orElse(attempt.startedAt()).plus(OTHERS_LOOK_WITHIN));
        Optional<CommitId> commit = tracked.comparedWith().filter(at -> !over && !tracked.takingDown);
        List<String> others = commit.map(at -> neighbours.yetToSee(app, at)).orElse(List.of());
        if (others.isEmpty()) {
            return Optional.empty();
        }
        if (++tracked.pruneLooks == LOOKS_UNTIL_TOLD) {
            others.forEach(neighbours::retry);
        }
        return Optional.of(new Progress.Waiting(
                "before anything is pruned, other applications look whether they want it: " + others.size()
                        + " of the same source have yet to",
                now.plus(LOOK_AGAIN.after(tracked.pruneLooks))));
    }

    /** Says in the record what is about to go, so that nobody takes it for drift. */
    private void announce(Subject app, Tracked tracked, List<List<Operation.Prune>> rounds) {
        List<ObjectRef> refs =
                rounds.stream().flatMap(List::stream).map(Operation.Prune::ref).toList();
        if (!tracked.ledger.record().intent().pruning().containsAll(refs)) {
            tracked.set(tracked.ledger.pruning(refs));
            books.save(app, tracked);
        }
    }

    private Progress record(Tracked tracked, List<Pruner.Pruned> pruned) {
        List<ObjectRef> gone = new ArrayList<>();
        List<ObjectRef> kept = new ArrayList<>();
        List<String> going = new ArrayList<>();
        List<String> stay = new ArrayList<>();
        List<String> withheld = new ArrayList<>();
        for (Pruner.Pruned one : pruned) {
            switch (one.fate()) {
                case Fate.Gone g -> gone.add(one.ref());
                case Fate.Left left -> kept.add(one.ref());
                case Fate.Going(String why) -> going.add(why);
                case Fate.Stays(String why) -> stay.add(why);
                case Fate.Withheld(String why) -> withheld.add(why);
            }
        }
        tracked.set(tracked.ledger.without(gone).without(kept));
        List<ObjectChange> changes =
                gone.stream().map(ref -> new ObjectChange(ref, Action.PRUNED)).toList();
        tracked.note(running -> running.with(running.done().and(changes, List.of())));
        if (!stay.isEmpty()) {
            return new Progress.Blocked(some(stay));
        }
        if (!withheld.isEmpty()) {
            return new Progress.Blocked(Outcomes.PRUNE_WITHHELD + some(withheld));
        }
        return going.isEmpty()
                ? new Progress.Done()
                : new Progress.Waiting(some(going), clock.instant().plus(LOOK_AGAIN.after(++tracked.pruneLooks)));
    }

    private static String some(List<String> why) {
        return String.join("; ", why.subList(0, Math.min(MOST_NAMED, why.size())))
                + (why.size() > MOST_NAMED ? "; and " + (why.size() - MOST_NAMED) + " more" : "");
    }

    /** These stay, and are nobody's. */
    void release(Subject app, Tracked tracked, List<Operation.Prune> prunes) {
        release(app.claim(), prunes);
        tracked.set(
                tracked.ledger.without(prunes.stream().map(Operation.Prune::ref).toList()));
    }

    void release(Claim claim, List<Operation.Prune> prunes) {
        List<ObjectRef> refs = prunes.stream().map(Operation.Prune::ref).toList();
        pruner.release(refs, claim);
        wishes.free(refs);
    }
}

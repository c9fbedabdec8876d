package dev.millrace.sync;

import dev.millrace.events.SyncCompleted.Action;
import dev.millrace.events.SyncCompleted.ObjectChange;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PrunePlanner;
import dev.millrace.sync.prune.Fate;
import dev.millrace.sync.prune.Pruner;
import dev.millrace.sync.prune.Removals;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.steer.Reason;
import dev.millrace.sync.steer.RemovalProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Deletes objects that are no longer desired, round by round, and records each round. It waits for nothing; it is called again. */
public final class Removal {
    private static final Backoff CHECK_AGAIN = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final int MAX_NAMED = 5;

    /** The time that others get to declare an object: one that can't be reconciled must not keep it for ever. */
    private static final Duration OTHERS_COMPARE_WITHIN = Duration.ofSeconds(30);

    /** The check at which others are woken that no event has woken. */
    private static final int WAKING_CHECK = 3;

    private final Function<Identity, Pruner> pruners;
    private final Release release;
    private final OtherApplications others;
    private final Recorder recorder;
    private final AttemptIdentities identities;
    private final Clock clock;

    Removal(
            Function<Identity, Pruner> pruners,
            Release release,
            OtherApplications others,
            Recorder recorder,
            AttemptIdentities identities,
            Clock clock) {
        this.pruners = pruners;
        this.release = release;
        this.others = others;
        this.recorder = recorder;
        this.identities = identities;
        this.clock = clock;
    }

    /** Begins an attempt that deletes all objects of an Application that is being deleted, or resumes it. */
    void beginAll(Pass pass, AttemptEnd ending) {
        TrackedApplication tracked = pass.tracked();
        List<Operation.Prune> all = PrunePlanner.all(tracked.ledger().recorded());
        int failures = tracked.attempt() instanceof AttemptState.Idle idle ? idle.failures() : 0;
        Attempt attempt;
        if (tracked.attempt() instanceof AttemptState.Interrupted) {
            attempt = tracked.running();
        } else {
            ending.supersede(pass);
            attempt = deletion(pass.app(), tracked.ledger()).identifiedBy(identities.draw(tracked.ledger()));
            tracked.set(tracked.ledger()
                    .begun(attempt, tracked.ledger().readSet(), pass.app().inputs(), false));
        }
        tracked.set(tracked.ledger()
                .running(attempt.with(attempt.done().withoutImages()).appliedAt(clock.instant())));
        tracked.set(new AttemptState.Ending(all, 0, failures));
        pass.found(findings -> findings.afterDecision());
    }

    private Attempt deletion(Subject app, Ledger ledger) {
        CommitId revision = ledger.attempted().orElse(CommitId.NONE);
        return new Attempt(
                ledger.nextAttempt(app.published().attempt()),
                app.source().repository(),
                app.source().followed().refOf(revision),
                revision,
                ledger.attempted(),
                new Attempt.Why(
                        Trigger.APPLICATION,
                        Optional.of(Reason.DELETION.name()),
                        ChainId.of(app.source().repository(), revision),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()),
                clock.instant(),
                Optional.empty(),
                Attempt.Work.NONE);
    }

    /** Deletes the first round that is not gone yet. */
    void next(Pass pass) {
        TrackedApplication tracked = pass.tracked();
        List<List<Operation.Prune>> rounds = rounds(tracked);
        if (rounds.isEmpty()) {
            pass.found(findings -> findings.with(new RemovalProgress.Gone()));
            return;
        }
        List<Pruner.Pruned> notAllowed = notAllowed(pass.app(), rounds);
        if (!notAllowed.isEmpty()) {
            record(pass, notAllowed);
            return;
        }
        List<Operation.Prune> declared = release.declaredBesides(
                pass.app().uid(), rounds.stream().flatMap(List::stream).toList());
        if (!declared.isEmpty()) {
            handOver(pass, declared);
            return;
        }
        Optional<RemovalProgress> waiting = waitForOthers(pass);
        if (waiting.isPresent()) {
            pass.found(findings -> findings.with(waiting.get()));
            return;
        }
        recorder.announceRemoval(
                pass,
                rounds.stream().flatMap(List::stream).map(Operation.Prune::ref).toList());
        Removals all = Removals.of(pass.app().claim(), prunes(tracked.attempt()), tracked.confirmation(pass.app()));
        List<Pruner.Pruned> pruned =
                pruners.apply(pass.app().identity()).prune(rounds.getFirst(), all, rounds.size() > 1);
        record(pass, pruned);
    }

    /** Objects that the application may not have any longer stay as they are. */
    private static List<Pruner.Pruned> notAllowed(Subject app, List<List<Operation.Prune>> rounds) {
        return rounds.stream()
                .flatMap(List::stream)
                .map(Operation.Prune::ref)
                .flatMap(ref -> app.policy().refusal(ref).stream()
                        .map(reason -> new Pruner.Pruned(ref, new Fate.Left(ref + " stays: " + reason))))
                .toList();
    }

    private static List<List<Operation.Prune>> rounds(TrackedApplication tracked) {
        Set<String> held = new HashSet<>();
        tracked.ledger().recorded().forEach(recorded -> held.add(recorded.ref().identity()));
        return PrunePlanner.rounds(prunes(tracked.attempt()).stream()
                .filter(prune -> held.contains(prune.ref().identity()))
                .toList());
    }

    private static List<Operation.Prune> prunes(AttemptState state) {
        return switch (state) {
            case AttemptState.Removing removing -> removing.work().plan().prune();
            case AttemptState.Ending ending -> ending.objects();
            default -> throw new IllegalStateException("nothing is being deleted in the state " + state);
        };
    }

    private static void advanced(Pass pass) {
        TrackedApplication tracked = pass.tracked();
        pass.changedCluster();
        switch (tracked.attempt()) {
            case AttemptState.Removing removing -> tracked.set(removing.advanced());
            case AttemptState.Ending ending -> tracked.set(ending.advanced());
            default -> throw new IllegalStateException("nothing is being deleted");
        }
    }

    /** @return the number of successive checks that found the round unfinished */
    private static int checked(TrackedApplication tracked) {
        return switch (tracked.attempt()) {
            case AttemptState.Removing removing -> {
                tracked.set(removing.checked());
                yield removing.checks() + 1;
            }
            case AttemptState.Ending ending -> {
                tracked.set(ending.checked());
                yield ending.checks() + 1;
            }
            default -> throw new IllegalStateException("nothing is being deleted");
        };
    }

    /** An object that another application declares is not deleted. */
    private void handOver(Pass pass, List<Operation.Prune> declared) {
        Map<ObjectRef, String> unreleased = release.of(pass, declared);
        if (unreleased.size() < declared.size()) {
            advanced(pass);
        } else {
            pass.changedCluster();
            pass.found(findings -> findings.with(new RemovalProgress.Blocked(some(unreleased.entrySet().stream()
                    .map(one -> one.getKey() + " can't be handed over: " + one.getValue())
                    .toList()))));
        }
    }

    /** An object that moves to another application with this commit must not be deleted before that one was compared with the commit. */
    private Optional<RemovalProgress> waitForOthers(Pass pass) {
        TrackedApplication tracked = pass.tracked();
        Instant now = clock.instant();
        Attempt attempt = tracked.running();
        boolean over =
                !now.isBefore(attempt.appliedAt().orElse(attempt.startedAt()).plus(OTHERS_COMPARE_WITHIN));
        if (over || tracked.attempt() instanceof AttemptState.Ending) {
            return Optional.empty();
        }
        List<String> waiting = tracked.compared()
                .map(commit -> others.yetToCompare(pass.app(), commit))
                .orElse(List.of());
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        int checks = checked(tracked);
        if (checks == WAKING_CHECK) {
            waiting.forEach(others::retry);
        }
        return Optional.of(new RemovalProgress.Waiting(
                "before anything is pruned, " + waiting.size()
                        + " other applications of the same source are compared with the commit, because they may declare it",
                now.plus(CHECK_AGAIN.after(checks))));
    }

    private void record(Pass pass, List<Pruner.Pruned> pruned) {
        TrackedApplication tracked = pass.tracked();
        List<ObjectRef> gone = new ArrayList<>();
        List<ObjectRef> kept = new ArrayList<>();
        List<String> going = new ArrayList<>();
        List<String> stay = new ArrayList<>();
        List<String> withheld = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        for (Pruner.Pruned one : pruned) {
            switch (one.fate()) {
                case Fate.Gone g -> gone.add(one.ref());
                case Fate.Left(String why) -> {
                    kept.add(one.ref());
                    notices.add(why);
                }
                case Fate.Going(String why) -> going.add(why);
                case Fate.Stays(String why) -> stay.add(why);
                case Fate.Withheld(String why) -> withheld.add(why);
            }
        }
        tracked.set(tracked.ledger().without(gone).without(kept));
        tracked.set(tracked.drift().settled(gone).settled(kept));
        List<ObjectChange> changes =
                gone.stream().map(ref -> new ObjectChange(ref, Action.PRUNED)).toList();
        tracked.note(
                running -> running.with(running.done().and(changes, List.of()).noticing(notices)));
        if (stay.isEmpty() && going.isEmpty() && withheld.isEmpty()) {
            advanced(pass);
            return;
        }
        pass.changedCluster();
        if (!stay.isEmpty()) {
            pass.found(findings -> findings.with(new RemovalProgress.Blocked(some(stay))));
        } else if (!withheld.isEmpty()) {
            pass.found(findings -> findings.with(new RemovalProgress.Withheld(some(withheld))));
        } else {
            Instant checkAt = clock.instant().plus(CHECK_AGAIN.after(checked(tracked)));
            pass.found(findings -> findings.with(new RemovalProgress.Waiting(some(going), checkAt)));
        }
    }

    private static String some(List<String> why) {
        return String.join("; ", why.subList(0, Math.min(MAX_NAMED, why.size())))
                + (why.size() > MAX_NAMED ? "; and " + (why.size() - MAX_NAMED) + " more" : "");
    }
}

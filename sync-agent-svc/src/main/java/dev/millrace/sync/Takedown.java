package dev.millrace.sync;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PrunePlanner;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.report.Outcomes;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Ends an application that is being deleted: its objects go or stay, as it says; what was not told yet is told; then it may go. */
public final class Takedown {
    private final Settlement settlement;
    private final Removal removal;
    private final Clock clock;

    public Takedown(Settlement settlement, Removal removal, Clock clock) {
        this.settlement = settlement;
        this.removal = removal;
        this.clock = clock;
    }

    /** Goes on with it; {@link Tracked#leaving} says whether nothing is left to be done. */
    void further(Subject app, Tracked tracked) {
        boolean holdsNothing = tracked.ledger.recorded().isEmpty();
        switch (app.spec().deletion()) {
            case ORPHAN -> {
                settlement.supersede(app, tracked);
                removal.release(app, tracked, PrunePlanner.all(tracked.ledger.recorded()));
            }
            case PRUNE -> {
                if (!holdsNothing && isDue(app, tracked)) {
                    begin(app, tracked);
                }
            }
            case REFUSE -> {
                if (!holdsNothing) {
                    tracked.waits =
                            "it is not deleted while it has objects, because spec.deletion is refuse; set it to prune or orphan";
                    return;
                }
            }
        }
        boolean empty =
                tracked.ledger.recorded().isEmpty() && tracked.ledger.running().isEmpty();
        tracked.leaving = empty && tracked.ledger.outbox().isEmpty();
        if (empty && !tracked.leaving) {
            tracked.waits = "its objects are gone; waits for Kafka to take its last events";
        }
    }

    /** The application went without waiting for anybody: its objects are nobody's. */
    void release(Ledger ledger) {
        Claim claim = new Claim(ledger.record().application(), ledger.record().applicationUid());
        removal.release(claim, PrunePlanner.all(ledger.recorded()));
    }

    private boolean isDue(Subject app, Tracked tracked) {
        if (tracked.ledger.running().isPresent()) {
            return !tracked.takingDown;
        }
        boolean confirmed = tracked.ledger.failure().startsWith(Outcomes.PRUNE_WITHHELD)
                && app.asked()
                        .confirmedPrune()
                        .equals(tracked.ledger.attempted().map(CommitId::value));
        return confirmed || tracked.again == null || !clock.instant().isBefore(tracked.again);
    }

    /** An attempt to which nothing is desired. */
    private void begin(Subject app, Tracked tracked) {
        List<Operation.Prune> all = PrunePlanner.all(tracked.ledger.recorded());
        Optional<Attempt> interrupted = tracked.ledger.running().filter(attempt -> tracked.plan == null);
        Attempt attempt = interrupted.orElseGet(() -> begun(app, tracked));
        tracked.set(tracked.ledger.running(
                attempt.with(attempt.done().withoutImages()).appliedAt(clock.instant())));
        tracked.plan = new SyncPlan(List.of(), List.of(), List.of(), all, new Pruning.Allowed());
        tracked.takingDown = true;
    }

    private Attempt begun(Subject app, Tracked tracked) {
        settlement.supersede(app, tracked);
        CommitId revision = tracked.ledger.attempted().orElse(CommitId.NONE);
        Attempt attempt = new Attempt(
                tracked.ledger.attempts() + 1,
                app.source().repository(),
                app.source().followed().refOf(revision),
                revision,
                tracked.ledger.attempted(),
                new Attempt.Why(
                        Trigger.APPLICATION,
                        ChainId.of(app.source().repository(), revision),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()),
                clock.instant(),
                Optional.empty(),
                Attempt.Work.NONE);
        tracked.set(tracked.ledger.begun(attempt, tracked.ledger.readSet(), app.inputs(), false));
        return attempt;
    }
}

package dev.millrace.sync;

import dev.millrace.events.value.EventId;
import dev.millrace.messaging.Failpoint;
import dev.millrace.sync.record.Records;
import dev.millrace.sync.report.Outbox;
import java.util.Set;

/** Keeps the record ahead of what is told: nothing leaves the outbox that isn't recorded, nothing leaves the record that isn't told. */
public final class Bookkeeping {
    private final Records records;
    private final Outbox outbox;

    public Bookkeeping(Records records, Outbox outbox) {
        this.records = records;
        this.outbox = outbox;
    }

    /** What the cluster has of the application; what it had yet to tell is told. */
    Tracked open(Subject app) {
        Tracked tracked = new Tracked(records.load(app.id(), app.uid()));
        outbox.tell(app.uid(), tracked.ledger.outbox());
        return tracked;
    }

    /** Writes what is not written yet, then tells what is to be told. */
    void save(Subject app, Tracked tracked) {
        if (!tracked.unsaved) {
            return;
        }
        records.save(app.id(), app.uid(), tracked.ledger);
        tracked.unsaved = false;
        if (!tracked.ledger.outbox().isEmpty()) {
            Failpoint.reached("recorded");
            outbox.tell(app.uid(), tracked.ledger.outbox());
        }
    }

    /** Kafka has these: the record need not hold them any longer. */
    void acknowledge(Subject app, Tracked tracked, Set<EventId> acknowledged) {
        if (!acknowledged.isEmpty()) {
            tracked.set(tracked.ledger.told(acknowledged));
            acknowledged.forEach(outbox::forget);
        }
    }

    /** The application is gone. */
    void forget(String uid) {
        records.delete(uid);
    }
}

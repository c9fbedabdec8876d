package dev.millrace.sync;

import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.EventId;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.Failpoint;
import dev.millrace.sync.prune.Wishes;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.record.Records;
import dev.millrace.sync.report.Outbox;
import dev.millrace.sync.report.Outcomes;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Keeps the record ahead of what is told: nothing leaves the outbox that isn't recorded, nothing leaves the record that isn't told. */
public final class Bookkeeping {
    private static final Logger LOG = Logger.getLogger(Bookkeeping.class);

    private final Records records;
    private final Outbox outbox;
    private final Wishes wishes;
    private final DeliveryMetrics metrics;

    public Bookkeeping(Records records, Outbox outbox, Wishes wishes, DeliveryMetrics metrics) {
        this.records = records;
        this.outbox = outbox;
        this.wishes = wishes;
        this.metrics = metrics;
    }

    /** What the cluster has of the application; what it had yet to tell is told. */
    Tracked open(Subject app) {
        Tracked tracked = new Tracked(records.load(app.id(), app.uid()));
        outbox.tell(app.uid(), tracked.ledger.outbox());
        wishes.of(app.uid(), tracked.ledger.noted().wanted());
        return tracked;
    }

    /** Another agent may have written since, and many are about to be opened. If that can't be read at once, each is read by itself. */
    void beginAnew() {
        outbox.beginAnew();
        try {
            wishes.beginAnew(records.readAhead());
        } catch (UncheckedIOException e) {
            LOG.warnf("records are read one by one: why=%s", e.getMessage());
        }
    }

    /** Writes what is not written yet, then tells what is to be told. */
    void save(Subject app, Tracked tracked) {
        if (!tracked.unsaved) {
            return;
        }
        records.save(app.id(), app.uid(), tracked.ledger);
        tracked.unsaved = false;
        measure(tracked.ended);
        if (!tracked.ledger.outbox().isEmpty()) {
            Failpoint.reached("recorded");
            outbox.tell(app.uid(), tracked.ledger.outbox());
        }
    }

    /** For people: an attempt that ended during this look. */
    void log(Tracked tracked) {
        if (tracked.ended != null) {
            tracked.ledger.record().chain().ifPresent(chain -> MDC.put("chain", chain.value()));
            LOG.infof(
                    "attempt ended: revision=%s attempt=%d outcome=%s trigger=%s did=\"%s\"%s",
                    tracked.ended.revision().shortForm(),
                    tracked.ended.attempt(),
                    tracked.ended.outcome(),
                    tracked.ended.trigger(),
                    Outcomes.summary(tracked.ended),
                    tracked.ended
                            .message()
                            .map(message -> " why=\"" + message + "\"")
                            .orElse(""));
        }
    }

    private void measure(@Nullable SyncCompleted ended) {
        if (ended == null) {
            return;
        }
        ended.appliedAt().ifPresent(applied -> ended.healthyAt()
                .ifPresent(healthy -> metrics.took("healthy", Duration.between(applied, healthy))));
        if (ended.outcome() == SyncCompleted.Outcome.Failed) {
            metrics.failed("sync");
        }
    }

    /** The uids of all applications that have a record. */
    Set<String> recorded() {
        return records.all();
    }

    /** Kafka has these: the record need not hold them any longer. */
    void acknowledge(Subject app, Tracked tracked, Set<EventId> acknowledged) {
        if (!acknowledged.isEmpty()) {
            tracked.set(tracked.ledger.told(acknowledged));
            acknowledged.forEach(outbox::forget);
        }
    }

    /** The record of an application that may be gone. */
    Optional<Ledger> find(String uid) {
        return records.find(uid);
    }

    /** The application is gone. */
    void forget(String uid) {
        wishes.forget(uid);
        records.delete(uid);
    }

    /** What is still to be told is told by the next agent. */
    void close() {
        outbox.close();
    }
}

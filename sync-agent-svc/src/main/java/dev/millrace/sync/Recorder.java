package dev.millrace.sync;

import dev.millrace.events.Event;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.Failpoint;
import dev.millrace.sync.prune.PendingClaims;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.record.Records;
import dev.millrace.sync.report.Outbox;
import dev.millrace.sync.report.Outcomes;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** The one place that writes records. Nothing is published that is not recorded, and nothing leaves the record before it is published. */
public final class Recorder {
    private static final Logger LOG = Logger.getLogger(Recorder.class);

    private final Records records;
    private final Outbox outbox;
    private final PendingClaims claims;
    private final DeliveryMetrics metrics;

    public Recorder(Records records, Outbox outbox, PendingClaims claims, DeliveryMetrics metrics) {
        this.records = records;
        this.outbox = outbox;
        this.claims = claims;
        this.metrics = metrics;
    }

    /** Reads the application's record from the cluster, and publishes what it still has to, and the last events again. */
    TrackedApplication open(Subject app) {
        TrackedApplication tracked = new TrackedApplication(records.load(app.id(), app.uid()));
        outbox.publish(app.uid(), tracked.ledger().lastEvents());
        outbox.publish(app.uid(), tracked.ledger().outbox());
        claims.of(app.uid(), tracked.ledger().noted().pendingClaims());
        return tracked;
    }

    /** Reads all records at once: another agent may have written them, and many are about to be opened. */
    void reopen() {
        outbox.reopen();
        try {
            claims.reset(records.readAhead());
        } catch (UncheckedIOException e) {
            LOG.warnf("records can't be read at once, they are read one by one: error=%s", e.getMessage());
        }
    }

    /** Writes the record if it has changed, then publishes the events in it. */
    void save(Pass pass) {
        TrackedApplication tracked = pass.tracked();
        if (!tracked.isUnrecorded()) {
            return;
        }
        records.save(pass.app().id(), pass.app().uid(), tracked.ledger());
        tracked.setRecorded();
        pass.setRecorded();
        if (!tracked.ledger().outbox().isEmpty()) {
            Failpoint.reached("recorded");
            outbox.publish(pass.app().uid(), tracked.ledger().outbox());
            drop(pass.app(), tracked.ledger());
        }
    }

    /** Drops waiting events that the record has no room for. */
    private void drop(Subject app, Ledger ledger) {
        List<Envelope<? extends Event>> recorded = new ArrayList<>(ledger.lastEvents());
        recorded.addAll(ledger.outbox());
        int dropped = outbox.keepOnly(app.uid(), recorded);
        if (dropped > 0) {
            IntStream.range(0, dropped).forEach(one -> metrics.failed("event-dropped"));
            LOG.warnf(
                    "Kafka is unavailable for long, older events are dropped: application=%s events=%d",
                    app.id(), dropped);
        }
    }

    /** Records the objects that are about to be deleted or released, so that their removal is no drift. */
    void announceRemoval(Pass pass, List<ObjectRef> refs) {
        TrackedApplication tracked = pass.tracked();
        if (!tracked.ledger().record().intent().pruning().containsAll(refs)) {
            tracked.set(tracked.ledger().pruning(refs));
        }
        save(pass);
    }

    /** Logs and measures the attempts that ended in a pass. */
    void log(Pass pass) {
        for (EndedAttempt attempt : pass.ended()) {
            SyncCompleted ended = attempt.outcome();
            pass.tracked().ledger().record().chain().ifPresent(chain -> MDC.put("chain", chain.value()));
            LOG.infof(
                    "attempt ended: revision=%s attempt=%d outcome=%s trigger=%s reason=%s changes=\"%s\"%s",
                    ended.revision().shortForm(),
                    ended.attempt(),
                    ended.outcome(),
                    ended.trigger(),
                    attempt.reason().orElse("-"),
                    Outcomes.summary(ended),
                    ended.message().map(message -> " error=\"" + message + "\"").orElse(""));
            measure(ended);
        }
    }

    private void measure(SyncCompleted ended) {
        ended.appliedAt().ifPresent(applied -> ended.healthyAt()
                .ifPresent(healthy -> metrics.recordDuration("healthy", Duration.between(applied, healthy))));
        if (ended.outcome() == SyncCompleted.Outcome.Failed) {
            metrics.failed("sync");
        }
    }

    /** Returns the uids of all applications that have a record. */
    Set<String> recorded() {
        return new HashSet<>(records.all());
    }

    /** Removes events from the record that Kafka has acknowledged. */
    void acknowledge(TrackedApplication tracked, Set<EventId> acknowledged) {
        if (!acknowledged.isEmpty()) {
            tracked.set(tracked.ledger().acknowledged(acknowledged));
            acknowledged.forEach(outbox::forget);
        }
    }

    /** Returns the record of an application that may be gone. */
    Optional<Ledger> find(String uid) {
        return records.find(uid);
    }

    /** Forgets what an application declares and others have. */
    void withdraw(String uid) {
        claims.forget(uid);
    }

    /** Deletes the record of an application that is gone. */
    void forget(String uid) {
        claims.forget(uid);
        records.delete(uid);
    }

    /** Stops publishing. The next agent publishes what is left. */
    void close() {
        outbox.close();
    }
}

package dev.millrace.drift;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.drift.record.RecordChange;
import dev.millrace.drift.record.RecordWatch;
import dev.millrace.drift.record.RecordedObjects;
import dev.millrace.drift.tell.History;
import dev.millrace.drift.tell.OpenDrifts;
import dev.millrace.drift.watch.Seen;
import dev.millrace.drift.watch.WatchListener;
import dev.millrace.drift.watch.WatchedKind;
import dev.millrace.drift.watch.Watches;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.messaging.queue.Retries;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/** Turns what the watches see into triggers. Begins once all records are read and all that was told before is known. */
final class Detector implements WatchListener {
    private static final Logger LOG = Logger.getLogger(Detector.class);
    private static final Retries RETRIES = new Retries(Backoff.USUAL);

    private final RecordWatch records;
    private final Watches watches;
    private final OpenDrifts openDrifts;
    private final History history;
    private final Triggers triggers;
    private final RecordedObjects<WatchedKind> recorded = new RecordedObjects<>(WatchedKind::of);
    private volatile boolean historyRead;

    Detector(RecordWatch records, Watches watches, OpenDrifts openDrifts, History history, Triggers triggers) {
        this.records = records;
        this.watches = watches;
        this.openDrifts = openDrifts;
        this.history = history;
        this.triggers = triggers;
    }

    void start() {
        records.start(this::changed, this::beginOnce);
        Thread.ofVirtual().name("read-history").start(this::readHistory);
    }

    private void readHistory() {
        RETRIES.untilDone(
                () -> history.read(openDrifts::told),
                (failure, failures) -> LOG.warnf("not begun, tries=%d: %s", failures, failure.getMessage()));
        historyRead = true;
        beginOnce();
    }

    boolean isHistoryRead() {
        return historyRead;
    }

    private synchronized void beginOnce() {
        if (!triggers.isOpen() && historyRead && records.isComplete()) {
            triggers.open();
            LOG.infof(
                    "begun records=%d open-drifts=%d",
                    records.all().size(), openDrifts.all().size());
            records.all().forEach(known -> known.objects()
                    .values()
                    .forEach(object -> triggers.at(known.applicationUid(), object.ref())));
            openDrifts.all().forEach(event -> triggers.at(event.applicationUid(), event.object()));
            watches.claimed().forEach(seen -> triggers.at(seen.applicationUid(), seen.ref()));
        }
    }

    private synchronized void changed(RecordChange change) {
        if (recorded.change(change)) {
            watches.need(recorded.kinds(), this);
        }
        if (change.isFirst()) {
            watches.claimedFor(change.applicationUid()).forEach(this::seen);
        }
        change.objects().forEach(ref -> triggers.at(change.applicationUid(), ref));
        openDrifts.of(change.applicationUid()).forEach(event -> triggers.at(event.applicationUid(), event.object()));
    }

    @Override
    public void seen(Seen object) {
        Set<String> concerned =
                new HashSet<>(recorded.applicationsOf(object.ref().identity()));
        records.of(object.applicationUid()).ifPresent(known -> concerned.add(known.applicationUid()));
        concerned.forEach(uid -> triggers.at(uid, object.ref()));
    }

    @Override
    public void complete(WatchedKind kind) {
        records.all().forEach(known -> known.objects().values().stream()
                .map(AppliedObject::ref)
                .filter(ref -> WatchedKind.of(ref).equals(kind))
                .forEach(ref -> triggers.at(known.applicationUid(), ref)));
        openDrifts.all().stream()
                .filter(event -> WatchedKind.of(event.object()).equals(kind))
                .forEach(event -> triggers.at(event.applicationUid(), event.object()));
    }
}

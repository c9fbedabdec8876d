package dev.millrace.drift;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.drift.record.RecordChange;
import dev.millrace.drift.record.RecordWatch;
import dev.millrace.drift.tell.History;
import dev.millrace.drift.tell.OpenDrifts;
import dev.millrace.drift.watch.Seen;
import dev.millrace.drift.watch.WatchListener;
import dev.millrace.drift.watch.WatchedKind;
import dev.millrace.drift.watch.Watches;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.messaging.queue.Retries;
import java.util.Set;
import java.util.stream.Collectors;
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
        if (historyRead && records.isComplete() && !triggers.isOpen()) {
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
        watches.need(neededKinds(), this);
        if (change.isFirst()) {
            watches.claimed()
                    .filter(seen -> seen.applicationUid().equals(change.applicationUid()))
                    .forEach(this::seen);
        }
        change.objects().forEach(ref -> triggers.at(change.applicationUid(), ref));
        openDrifts.of(change.applicationUid()).forEach(event -> triggers.at(event.applicationUid(), event.object()));
    }

    private Set<WatchedKind> neededKinds() {
        return records.all().stream()
                .flatMap(known -> known.objects().values().stream())
                .map(object -> WatchedKind.of(object.ref()))
                .collect(Collectors.toSet());
    }

    @Override
    public void seen(Seen object) {
        String identity = object.ref().identity();
        records.all().stream()
                .filter(known -> known.object(identity).isPresent()
                        || known.applicationUid().equals(object.applicationUid()))
                .forEach(known -> triggers.at(known.applicationUid(), object.ref()));
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

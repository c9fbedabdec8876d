package dev.millrace.drift;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.drift.decide.LatestEvent;
import dev.millrace.drift.publish.DriftStates;
import dev.millrace.drift.publish.OpenDrifts;
import dev.millrace.drift.record.RecordChange;
import dev.millrace.drift.record.RecordWatch;
import dev.millrace.drift.record.RecordedObjects;
import dev.millrace.drift.watch.ObservedObject;
import dev.millrace.drift.watch.WatchListener;
import dev.millrace.drift.watch.WatchedKind;
import dev.millrace.drift.watch.Watches;
import dev.millrace.events.DriftState;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/** Submits checks for what the watches observe. Starts once all records and the states of all objects are read. */
final class Detector implements WatchListener {
    private static final Logger LOG = Logger.getLogger(Detector.class);

    private final RecordWatch records;
    private final Watches watches;
    private final OpenDrifts openDrifts;
    private final DriftStates states;
    private final CheckQueue checks;
    private final RecordedObjects<WatchedKind> recorded = new RecordedObjects<>(WatchedKind::of);
    private volatile boolean statesRead;

    Detector(RecordWatch records, Watches watches, OpenDrifts openDrifts, DriftStates states, CheckQueue checks) {
        this.records = records;
        this.watches = watches;
        this.openDrifts = openDrifts;
        this.states = states;
        this.checks = checks;
    }

    void start() {
        records.start(this::changed, this::openOnce);
        states.read(openDrifts::apply, this::completeStates);
    }

    private void completeStates() {
        statesRead = true;
        openOnce();
    }

    boolean areStatesRead() {
        return statesRead;
    }

    private synchronized void openOnce() {
        if (!checks.isOpen() && statesRead && records.isComplete()) {
            checks.open();
            LOG.infof(
                    "drift detection started: records=%d open-drifts=%d",
                    records.all().size(), openDrifts.all().size());
            checkAll();
        }
    }

    /** Checks all recorded objects, all objects with a published event and all objects that claim to be of an application. */
    void checkAll() {
        records.all().forEach(known -> known.objects()
                .values()
                .forEach(object -> checks.submit(known.applicationUid(), object.ref())));
        openDrifts.latest().forEach(this::submit);
        watches.claimed().forEach(observed -> checks.submit(observed.applicationUid(), observed.ref()));
    }

    private synchronized void changed(RecordChange change) {
        if (recorded.update(change)) {
            watches.watch(recorded.kinds(), this);
        }
        if (change.isFirst()) {
            watches.claimedFor(change.applicationUid()).forEach(this::observed);
        }
        change.objects().forEach(ref -> checks.submit(change.applicationUid(), ref));
        openDrifts.latestOf(change.applicationUid()).forEach(this::submit);
    }

    private void submit(LatestEvent latest) {
        DriftState state = latest.state().event();
        checks.submit(state.applicationUid(), state.object());
    }

    @Override
    public void observed(ObservedObject object) {
        Set<String> concerned =
                new HashSet<>(recorded.applicationsOf(object.ref().identity()));
        records.of(object.applicationUid()).ifPresent(known -> concerned.add(known.applicationUid()));
        concerned.forEach(uid -> checks.submit(uid, object.ref()));
    }

    @Override
    public void complete(WatchedKind kind) {
        records.all().forEach(known -> known.objects().values().stream()
                .map(AppliedObject::ref)
                .filter(ref -> WatchedKind.of(ref).equals(kind))
                .forEach(ref -> checks.submit(known.applicationUid(), ref)));
        openDrifts.all().stream()
                .filter(event -> WatchedKind.of(event.object()).equals(kind))
                .forEach(event -> checks.submit(event.applicationUid(), event.object()));
        watches.claimed(kind).forEach(this::observed);
    }
}

package dev.millrace.drift;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.drift.decide.DriftPlanner;
import dev.millrace.drift.decide.Facts;
import dev.millrace.drift.decide.Judge;
import dev.millrace.drift.decide.Live;
import dev.millrace.drift.decide.Step;
import dev.millrace.drift.record.KnownRecord;
import dev.millrace.drift.record.RecordWatch;
import dev.millrace.drift.tell.ObjectKey;
import dev.millrace.drift.watch.Watches;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.wire.Envelope;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The way of every object, whatever made us look at it: its record and its live state are taken as they are now, judged, and compared with
 * what was told. Looking once more, or too early, or too late, ends in the same state.
 */
public final class DriftPipeline {
    private final RecordWatch records;
    private final Watches watches;
    private final Teller teller;
    private final Patience patience;
    private final Clock clock;

    DriftPipeline(RecordWatch records, Watches watches, Teller teller, Patience patience, Clock clock) {
        this.records = records;
        this.watches = watches;
        this.teller = teller;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * Looks at an object.
     *
     * @param seen its name as it was seen; the record's own goes first, it knows the version
     * @return when to look again at the latest; empty if nothing is awaited
     * @throws java.io.UncheckedIOException if the API server or Kafka is away: nothing is lost, look again
     */
    Optional<Duration> look(ObjectKey key, ObjectRef seen) {
        Optional<KnownRecord> known = records.of(key.applicationUid());
        Optional<AppliedObject> applied = known.flatMap(record -> record.object(key.identity()));
        ObjectRef ref = applied.map(AppliedObject::ref).orElse(seen);
        Live live = known.isEmpty() ? new Live.Unwatched() : watches.live(ref);
        String hash = Judge.appliedByAgent(live).orElse("");
        Facts facts = new Facts(known.map(KnownRecord::record), applied, ref, live, patience.lasts(key, hash));
        Optional<Envelope<DriftDetected>> open = teller.openDrifts().of(key);

        return switch (DriftPlanner.plan(facts, open, clock.instant())) {
            case Step.Wait wait -> Optional.of(patience.begin(key, hash));
            case Step.Tell(Envelope<DriftDetected> news) -> {
                teller.tell(news);
                yield Optional.empty();
            }
            case Step.Leave leave -> {
                patience.end(key);
                yield Optional.empty();
            }
        };
    }
}

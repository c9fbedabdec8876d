package dev.millrace.drift;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.drift.decide.DriftFacts;
import dev.millrace.drift.decide.DriftPlanner;
import dev.millrace.drift.decide.DriftStep;
import dev.millrace.drift.decide.Judge;
import dev.millrace.drift.decide.LatestEvent;
import dev.millrace.drift.decide.LiveState;
import dev.millrace.drift.publish.ObjectKey;
import dev.millrace.drift.record.IndexedRecord;
import dev.millrace.drift.record.RecordWatch;
import dev.millrace.drift.watch.Watches;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.wire.Envelope;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Checks one object: reads its record and its live state as they are now, decides, and publishes a change of state. A check that runs too
 * often, too early or too late ends in the same state.
 */
public final class DriftPipeline {
    private final RecordWatch records;
    private final Watches watches;
    private final DriftPublisher publisher;
    private final PendingRecords pendingRecords;
    private final Supplier<Optional<UUID>> cluster;
    private final Clock clock;

    /** @param cluster the uid of the cluster */
    DriftPipeline(
            RecordWatch records,
            Watches watches,
            DriftPublisher publisher,
            PendingRecords pendingRecords,
            Supplier<Optional<UUID>> cluster,
            Clock clock) {
        this.records = records;
        this.watches = watches;
        this.publisher = publisher;
        this.pendingRecords = pendingRecords;
        this.cluster = cluster;
        this.clock = clock;
    }

    /**
     * Checks an object.
     *
     * @param observed the reference as observed; the reference in the record takes precedence, because it has the version
     * @return the time until the next check at the latest; empty if no record is awaited
     * @throws java.io.UncheckedIOException if the API server or Kafka is unavailable; the check can be repeated
     */
    Optional<Duration> check(ObjectKey key, ObjectRef observed) {
        Optional<IndexedRecord> known = records.of(key.applicationUid());
        Optional<AppliedObject> applied = known.flatMap(record -> record.object(key.identity()));
        ObjectRef ref = applied.map(AppliedObject::ref).orElse(observed);
        LiveState live = known.isEmpty() ? new LiveState.Unwatched() : watches.live(ref);
        String hash = Judge.appliedByAgent(live).orElse("");
        DriftFacts facts =
                new DriftFacts(known.map(IndexedRecord::record), applied, ref, live, pendingRecords.mayWait(key, hash));
        Optional<LatestEvent> latest = publisher.openDrifts().latest(key);
        if (known.isEmpty() && latest.filter(this::isOfAnotherCluster).isPresent()) {
            publisher.openDrifts().remove(key); // that cluster's detector knows whether the object differs
            return Optional.empty();
        }

        return switch (DriftPlanner.plan(facts, cluster.get(), latest, clock.instant())) {
            case DriftStep.Wait wait -> Optional.of(pendingRecords.await(key, hash));
            case DriftStep.Publish(Envelope<DriftDetected> drift) -> {
                publisher.publish(drift);
                forgetUnrecorded(key, facts);
                yield Optional.empty();
            }
            case DriftStep.NoChange noChange -> {
                pendingRecords.remove(key);
                forgetUnrecorded(key, facts);
                yield Optional.empty();
            }
        };
    }

    /** Ends the state of an object that can't differ again: it is gone, or nobody claims it. */
    private void forgetUnrecorded(ObjectKey key, DriftFacts facts) {
        boolean mayRecur = facts.applied().isPresent()
                || facts.live() instanceof LiveState.Present
                || facts.live() instanceof LiveState.Unknown;
        if (!mayRecur) {
            publisher
                    .openDrifts()
                    .latest(key)
                    .filter(latest -> latest.open().isEmpty())
                    .ifPresent(latest -> publisher.remove(key, latest));
        }
    }

    private boolean isOfAnotherCluster(LatestEvent latest) {
        Optional<UUID> publishedFor = latest.state().event().clusterUid();
        return publishedFor.isPresent() && !publishedFor.equals(cluster.get());
    }
}

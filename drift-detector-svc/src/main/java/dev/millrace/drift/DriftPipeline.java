package dev.millrace.drift;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.drift.decide.DriftFacts;
import dev.millrace.drift.decide.DriftPlanner;
import dev.millrace.drift.decide.DriftStep;
import dev.millrace.drift.decide.Judge;
import dev.millrace.drift.decide.LiveState;
import dev.millrace.drift.decide.context.Context;
import dev.millrace.drift.lookup.ClusterLookups;
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
import java.util.Set;

/**
 * Checks one object: reads its record and its live state as they are now, decides, and publishes a change of state. A check that runs too
 * often, too early or too late ends in the same state.
 */
public final class DriftPipeline {
    private static final Duration AUTOSCALED_INTERVAL = Duration.ofMinutes(1);

    /** What is known of earlier checks, until the record has caught up. */
    record Memory(PendingRecords pendingRecords, Replacements replacements) {}

    private final RecordWatch records;
    private final Watches watches;
    private final DriftPublisher publisher;
    private final Memory memory;
    private final ClusterLookups lookups;
    private final Clock clock;

    DriftPipeline(
            RecordWatch records,
            Watches watches,
            DriftPublisher publisher,
            Memory memory,
            ClusterLookups lookups,
            Clock clock) {
        this.records = records;
        this.watches = watches;
        this.publisher = publisher;
        this.memory = memory;
        this.lookups = lookups;
        this.clock = clock;
    }

    /**
     * Checks an object.
     *
     * @param observed the reference as observed; the reference in the record takes precedence, because it has the version
     * @return the time until the next check at the latest; empty if an event will trigger it
     * @throws java.io.UncheckedIOException if the API server or Kafka is unavailable; the check can be repeated
     */
    Optional<Duration> check(ObjectKey key, ObjectRef observed) {
        Optional<IndexedRecord> known = records.of(key.applicationUid());
        Optional<AppliedObject> applied = known.flatMap(record -> record.object(key.identity()));
        ObjectRef ref = applied.map(AppliedObject::ref).orElse(observed);
        LiveState live = known.isEmpty() ? new LiveState.Unwatched() : watches.live(ref);
        String hash = Judge.appliedByAgent(live).orElse("");
        DriftFacts facts = new DriftFacts(
                known.map(IndexedRecord::record),
                applied,
                ref,
                live,
                memory.pendingRecords().mayWait(key, hash),
                Context.unknown(memory.replacements().accepted(key)));
        Optional<Envelope<DriftDetected>> open = publisher.openDrifts().of(key);
        Plan plan = plan(facts, open);

        return switch (plan.step()) {
            case DriftStep.Wait wait -> Optional.of(memory.pendingRecords().await(key, hash));
            case DriftStep.Publish(Envelope<DriftDetected> drift) -> {
                publisher.publish(drift);
                if (drift.event().change() == DriftDetected.Change.Resolved) {
                    Judge.replacement(facts)
                            .ifPresent(uid -> memory.replacements().accept(key, uid));
                }
                yield plan.recheck();
            }
            case DriftStep.NoChange noChange -> {
                memory.pendingRecords().remove(key);
                if (Judge.replacement(facts).isEmpty()) {
                    memory.replacements().remove(key);
                }
                yield plan.recheck();
            }
            case DriftStep.Gather gather -> throw new IllegalStateException("a plan with all facts: " + gather);
        };
    }

    /** A step, and the context that it was planned in. */
    private record Plan(DriftStep step, Context context) {

        /** An autoscaler that is deleted leaves its last number of replicas behind, and no event of the object. */
        Optional<Duration> recheck() {
            return context.autoscalers()
                    .filter(autoscalers -> !autoscalers.targets().isEmpty())
                    .map(autoscalers -> AUTOSCALED_INTERVAL);
        }
    }

    private Plan plan(DriftFacts facts, Optional<Envelope<DriftDetected>> open) {
        Context context = facts.context();
        DriftStep step = DriftPlanner.plan(facts, lookups.clusterUid(), open, clock.instant());
        while (step instanceof DriftStep.Gather(Set<Context.Lookup> needed)) {
            context = lookups.gather(needed, context, facts.record(), facts.ref(), watches.resourceOf(facts.ref()));
            step = DriftPlanner.plan(facts.in(context), lookups.clusterUid(), open, clock.instant());
        }
        return new Plan(step, context);
    }
}

package dev.millrace.drift;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.drift.decide.DriftFacts;
import dev.millrace.drift.decide.DriftPlanner;
import dev.millrace.drift.decide.DriftStep;
import dev.millrace.drift.decide.Judge;
import dev.millrace.drift.decide.LatestEvent;
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
import java.util.UUID;

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
        Optional<LatestEvent> latest = publisher.openDrifts().latest(key);
        if (known.isEmpty() && latest.filter(this::isOfAnotherCluster).isPresent()) {
            publisher.openDrifts().remove(key); // that cluster's detector knows whether the object differs
            return Optional.empty();
        }
        Plan plan = plan(facts, latest);
        Optional<Duration> recheck = carryOut(plan, key, hash);
        if (!(plan.step() instanceof DriftStep.Wait)) {
            rememberReplacement(key, facts, plan.step());
            forgetUnrecorded(key, facts);
        }
        return recheck;
    }

    private Optional<Duration> carryOut(Plan plan, ObjectKey key, String hash) {
        return switch (plan.step()) {
            case DriftStep.Wait wait -> Optional.of(memory.pendingRecords().await(key, hash));
            case DriftStep.Publish(Envelope<DriftDetected> drift) -> {
                publisher.publish(drift);
                yield plan.recheck();
            }
            case DriftStep.NoChange noChange -> {
                memory.pendingRecords().remove(key);
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

    private Plan plan(DriftFacts facts, Optional<LatestEvent> latest) {
        Context context = facts.context();
        DriftStep step = DriftPlanner.plan(facts, lookups.clusterUid(), latest, clock.instant());
        while (step instanceof DriftStep.Gather(Set<Context.Lookup> needed)) {
            context = lookups.gather(needed, context, facts.record(), facts.ref(), watches.resourceOf(facts.ref()));
            step = DriftPlanner.plan(facts.in(context), lookups.clusterUid(), latest, clock.instant());
        }
        return new Plan(step, context);
    }

    /** Keeps the uid of a recreated object whose drift has ended, until its record has it. */
    private void rememberReplacement(ObjectKey key, DriftFacts facts, DriftStep step) {
        Optional<String> replacement = Judge.replacement(facts);
        if (replacement.isEmpty()) {
            memory.replacements().remove(key);
        } else if (step instanceof DriftStep.Publish(Envelope<DriftDetected> drift)
                && drift.event().change() == DriftDetected.Change.Resolved) {
            memory.replacements().accept(key, replacement.get());
        }
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
        return publishedFor.isPresent() && !publishedFor.equals(lookups.clusterUid());
    }
}

package dev.millrace.sync.record;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.cluster.record.Intent;
import dev.millrace.events.Event;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.wire.Envelope;
import dev.millrace.sync.plan.Recorded;
import dev.millrace.sync.source.ReadSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The applied record as the agent keeps it.
 *
 * @param revision the commit that is applied
 * @param running the attempt that has begun and not ended
 * @param failure why the newest attempt failed; empty if it did not
 */
public record Ledger(AppliedRecord record, Optional<CommitId> revision, Optional<Attempt> running, String failure) {

    /** The number of the newest attempt; 0 if there was none. */
    public long attempts() {
        return record.attempt();
    }

    /** The commit that the newest attempt was for. */
    public Optional<CommitId> attempted() {
        return record.revision();
    }

    public List<AppliedObject> objects() {
        return record.objects();
    }

    /** What the newest attempt's rendering looked at. */
    public ReadSet readSet() {
        return new ReadSet(record.readSet());
    }

    /** What else its rendering depended on. */
    public String renderer() {
        return record.rendererVersion();
    }

    /** What Kafka has not acknowledged, oldest first. */
    public List<Envelope<? extends Event>> outbox() {
        return record.outbox();
    }

    /** What a plan must know of it. What was intended may be there: it counts, without a uid and a hash. */
    public List<Recorded> recorded() {
        List<Recorded> recorded = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (AppliedObject object : record.objects()) {
            recorded.add(new Recorded(object.ref(), object.uid(), object.renderedHash()));
            known.add(object.ref().identity());
        }
        record.intent().applying().stream()
                .filter(ref -> known.add(ref.identity()))
                .forEach(ref -> recorded.add(new Recorded(ref, "", "")));
        return recorded;
    }

    /** This attempt has begun. */
    public Ledger begun(Attempt attempt, ReadSet readSet, String renderer, boolean heal) {
        AppliedRecord next = record.attempting(
                        attempt.number(),
                        attempt.revision(),
                        attempt.why().chain(),
                        attempt.why().causation(),
                        heal)
                .rendered(readSet.entries(), renderer);
        return new Ledger(next, revision, Optional.of(attempt), "");
    }

    /** The running attempt has come so far. */
    public Ledger running(Attempt attempt) {
        return new Ledger(record, revision, Optional.of(attempt), failure);
    }

    /** The running attempt has ended, and this is to be told of it. */
    public Ledger ended(Optional<CommitId> applied, Envelope<SyncCompleted> outcome) {
        return new Ledger(
                        record.intending(unfinished()),
                        applied.or(() -> revision),
                        Optional.empty(),
                        outcome.event().message().orElse(""))
                .telling(outcome);
    }

    /** What was about to be created and is not known to be there stays intended until it is either applied or pruned. */
    private Intent unfinished() {
        return new Intent(record.intent().applying(), Set.of(), Set.of());
    }

    /** These are about to be applied, some for the first time. */
    public Ledger applying(Collection<ObjectRef> refs) {
        Set<ObjectRef> all = new HashSet<>(record.intent().applying());
        all.addAll(refs);
        return new Ledger(record.intending(new Intent(all, Set.of(), Set.of())), revision, running, failure);
    }

    /** These are about to be deleted. */
    public Ledger pruning(Collection<ObjectRef> refs) {
        Intent intent = new Intent(record.intent().applying(), Set.copyOf(refs), Set.of());
        return new Ledger(record.intending(intent), revision, running, failure);
    }

    /** These were applied. */
    public Ledger applied(Collection<AppliedObject> applied) {
        AppliedRecord next = record;
        for (AppliedObject object : applied) {
            next = next.having(object);
        }
        return new Ledger(next, revision, running, failure)
                .notIntending(applied.stream().map(AppliedObject::ref).toList());
    }

    /** These are the application's no longer. */
    public Ledger without(Collection<ObjectRef> gone) {
        AppliedRecord next = record;
        for (ObjectRef ref : gone) {
            next = next.without(ref);
        }
        return new Ledger(next, revision, running, failure).notIntending(gone);
    }

    /** The API server doesn't have these: nothing is left to be intended. */
    public Ledger notIntending(Collection<ObjectRef> refs) {
        Set<String> identities = new HashSet<>();
        refs.forEach(ref -> identities.add(ref.identity()));
        Intent intent = record.intent();
        return new Ledger(
                record.intending(new Intent(
                        without(intent.applying(), identities),
                        without(intent.pruning(), identities),
                        intent.replacing())),
                revision,
                running,
                failure);
    }

    private static Set<ObjectRef> without(Set<ObjectRef> refs, Set<String> identities) {
        Set<ObjectRef> left = new HashSet<>(refs);
        left.removeIf(ref -> identities.contains(ref.identity()));
        return left;
    }

    /** This is to be told. */
    public Ledger telling(Envelope<? extends Event> event) {
        List<Envelope<? extends Event>> all = Stream.<Envelope<? extends Event>>concat(
                        record.outbox().stream(), Stream.of(event))
                .toList();
        return new Ledger(record.telling(all), revision, running, failure);
    }

    /** Kafka has these. */
    public Ledger told(Set<EventId> acknowledged) {
        List<Envelope<? extends Event>> left = new ArrayList<>(record.outbox());
        left.removeIf(envelope -> acknowledged.contains(envelope.id()));
        return new Ledger(record.telling(left), revision, running, failure);
    }
}

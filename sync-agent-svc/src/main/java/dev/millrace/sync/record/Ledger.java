package dev.millrace.sync.record;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.cluster.record.Intent;
import dev.millrace.events.Event;
import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.sync.plan.Recorded;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.state.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The applied record as the agent keeps it.
 *
 * @param noted the agent's own notes in it
 */
public record Ledger(AppliedRecord record, RecordNotes noted) {

    /**
     * A sync that a user requested.
     *
     * @param asked the value of the annotation
     * @param tip the newest commit at that time: the next one takes precedence over the request
     */
    public record Answered(String asked, CommitId tip) {
        public Answered {
            Objects.requireNonNull(asked);
            Objects.requireNonNull(tip);
        }
    }

    /** Returns the commit that is applied. */
    public Optional<CommitId> revision() {
        return noted.revision();
    }

    /** Returns the attempt that has begun and not ended. */
    public Optional<Attempt> running() {
        return noted.running();
    }

    /** Returns the reason why the newest attempt failed; empty if it did not. */
    public Optional<Failure> failure() {
        return noted.failure();
    }

    private Ledger with(AppliedRecord next) {
        return new Ledger(next, noted);
    }

    /** Returns the number of the newest attempt; 0 if there was none. */
    public long attempts() {
        return record.attempt();
    }

    /**
     * Returns the number of the next attempt. The record may have been lost, or replaced by an older one; the resource's status counts too.
     *
     * @param shown the number of the newest attempt that the status shows
     */
    public long nextAttempt(long shown) {
        return Math.max(attempts(), shown) + 1;
    }

    /** Returns true if the record lacks attempts that the resource's status shows: it was lost, or replaced by an older one. */
    public boolean isBehind(long shown) {
        return attempts() < shown;
    }

    /** Returns those of these objects that the record does not hold. */
    public List<ObjectRef> unrecorded(Collection<ObjectRef> refs) {
        Set<String> known = new HashSet<>();
        recorded().forEach(one -> known.add(one.ref().identity()));
        return refs.stream().filter(ref -> !known.contains(ref.identity())).toList();
    }

    /** Returns the commit that the newest attempt was for. */
    public Optional<CommitId> attempted() {
        return record.revision();
    }

    public List<AppliedObject> objects() {
        return record.objects();
    }

    /** Returns the read set of the newest attempt's rendering. */
    public ReadSet readSet() {
        return new ReadSet(record.readSet());
    }

    /** Returns the fingerprint of everything else that its rendering depended on. */
    public String renderer() {
        return record.rendererVersion();
    }

    /** Returns the events that Kafka has not acknowledged, the oldest first. */
    public List<Envelope<? extends Event>> outbox() {
        return record.outbox();
    }

    /** Returns true if any object is recorded, or may exist because it was intended. */
    public boolean holdsObjects() {
        return !record.objects().isEmpty() || !record.intent().applying().isEmpty();
    }

    /** Returns the objects for a plan. An object that was only intended may exist: it counts, without a uid and a hash. */
    public List<Recorded> recorded() {
        List<Recorded> recorded = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (AppliedObject object : record.objects()) {
            recorded.add(new Recorded(object.ref(), object.uid(), object.renderedHash(), object.wave()));
            known.add(object.ref().identity());
        }
        record.intent().applying().stream()
                .filter(ref -> known.add(ref.identity()))
                .forEach(ref -> recorded.add(new Recorded(ref, "", "")));
        return recorded;
    }

    /** Returns the ledger after this attempt has begun. */
    public Ledger begun(Attempt attempt, ReadSet readSet, String renderer, boolean heal) {
        AppliedRecord next = record.attempting(
                        attempt.number(),
                        attempt.revision(),
                        attempt.why().chain(),
                        attempt.why().causation(),
                        heal)
                .rendered(readSet.entries(), renderer);
        return new Ledger(next, noted.begun(attempt, line(attempt)));
    }

    private static String line(Attempt attempt) {
        return attempt.repository() + " " + attempt.ref();
    }

    /** Returns true if the newest attempt was for a commit of that ref. */
    public boolean isOf(RepositoryId repository, GitRef ref) {
        return noted.line().equals(Optional.of(repository + " " + ref));
    }

    /** Returns the ledger with the progress of the running attempt. */
    public Ledger running(Attempt attempt) {
        return new Ledger(record, noted.running(attempt));
    }

    /** Returns the ledger with the objects that the application declares and another application has, by identity. */
    public Ledger claiming(Set<String> identities) {
        return new Ledger(record, noted.claiming(identities));
    }

    /** Returns the ledger after a user's request was taken up. */
    public Ledger answering(Answered answered) {
        return new Ledger(record, noted.answering(answered));
    }

    /** Returns the ledger with the health that was published. */
    public Ledger publishing(Health health) {
        return new Ledger(record, noted.publishing(health));
    }

    /**
     * Returns the ledger after the running attempt has ended; the outcome is to be published.
     *
     * @param retryAt the time of the next try
     */
    public Ledger ended(
            Optional<CommitId> applied,
            Optional<Failure> failure,
            Envelope<SyncCompleted> outcome,
            Optional<Instant> retryAt) {
        String notice = failure.isPresent() ? "" : outcome.event().message().orElse("");
        // An object that was about to be created and may not exist stays intended until it is either applied or pruned.
        return new Ledger(
                        record.intending(record.intent().applying(Set.of())),
                        noted.ended(applied, failure, retryAt, notice))
                .publishing(outcome);
    }

    /** Returns true if the record says of all of these that they may be created. */
    public boolean intendsAll(Collection<ObjectRef> refs) {
        return record.intent().applying().containsAll(refs);
    }

    /** Returns the ledger with the intent to apply these, some for the first time. */
    public Ledger applying(Collection<ObjectRef> refs) {
        return with(record.intending(record.intent().applying(refs)));
    }

    /** Returns the ledger with the intent to delete these. */
    public Ledger pruning(Collection<ObjectRef> refs) {
        Intent intent = new Intent(record.intent().applying(), Set.copyOf(refs), Set.of());
        return with(record.intending(intent));
    }

    /** Returns the ledger with the intent to delete these and create them again. */
    public Ledger replacing(Collection<ObjectRef> refs) {
        return with(record.intending(record.intent().replacing(refs)));
    }

    /** Returns the ledger after these were applied. */
    public Ledger applied(Collection<AppliedObject> applied) {
        return having(applied)
                .notIntending(applied.stream().map(AppliedObject::ref).toList());
    }

    /** Returns the ledger with these recorded objects replaced. */
    public Ledger having(Collection<AppliedObject> objects) {
        AppliedRecord next = record;
        for (AppliedObject object : objects) {
            next = next.having(object);
        }
        return with(next);
    }

    /** Returns the ledger with these waves by identity, which an older version did not record. */
    public Ledger inWaves(Map<String, Integer> waves) {
        return having(objects().stream()
                .filter(object -> waves.getOrDefault(object.ref().identity(), object.wave()) != object.wave())
                .map(object -> object.inWave(waves.getOrDefault(object.ref().identity(), 0)))
                .toList());
    }

    /** Returns the ledger in which these objects may differ from their record: they are applied again in any case. */
    public Ledger uncertain(Collection<ObjectRef> refs) {
        Set<ObjectRef> all = Set.copyOf(refs);
        return having(objects().stream()
                .filter(object -> all.contains(object.ref()))
                .map(AppliedObject::uncertain)
                .toList());
    }

    /** Returns the ledger in which these objects may or may not exist. */
    public Ledger onlyIntending(Collection<ObjectRef> refs) {
        return refs.isEmpty() ? this : without(refs).applying(refs);
    }

    /** Returns the ledger without these objects. */
    public Ledger without(Collection<ObjectRef> gone) {
        AppliedRecord next = record;
        for (ObjectRef ref : gone) {
            next = next.without(ref);
        }
        return with(next).notIntending(gone);
    }

    /** Returns the ledger without any intent for these objects: the API server does not have them. */
    public Ledger notIntending(Collection<ObjectRef> refs) {
        Set<String> identities = new HashSet<>();
        refs.forEach(ref -> identities.add(ref.identity()));
        return with(record.intending(record.intent().without(identities)));
    }

    /** Returns the ledger with an event that is to be published; it may take the place of older ones, see {@link PendingEvents}. */
    public Ledger publishing(Envelope<? extends Event> event) {
        List<Envelope<? extends Event>> all = Stream.<Envelope<? extends Event>>concat(
                        record.outbox().stream(), Stream.of(event))
                .toList();
        return with(record.publishing(PendingEvents.bounded(all)));
    }

    /** Returns the ledger without the events that Kafka has acknowledged; the last of them are kept as a note. */
    public Ledger acknowledged(Set<EventId> acknowledged) {
        Map<Boolean, List<Envelope<? extends Event>>> events = record.outbox().stream()
                .collect(Collectors.partitioningBy(envelope -> acknowledged.contains(envelope.id())));
        List<Envelope<? extends Event>> gone = events.getOrDefault(true, List.of());
        if (gone.isEmpty()) {
            return this;
        }
        Map<String, String> notes = new HashMap<>(record.notes());
        notes.put(Notes.LAST_EVENTS, LastEvents.after(notes.get(Notes.LAST_EVENTS), gone));
        return with(record.noting(notes).publishing(events.getOrDefault(false, List.of())));
    }

    /** Returns the last outcome and the last change of health that Kafka has acknowledged, the older one first. */
    public List<Envelope<? extends Event>> lastEvents() {
        return LastEvents.read(record.notes().get(Notes.LAST_EVENTS));
    }
}

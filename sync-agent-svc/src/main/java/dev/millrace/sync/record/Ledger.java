package dev.millrace.sync.record;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.cluster.record.Intent;
import dev.millrace.events.Event;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.sync.plan.Recorded;
import dev.millrace.sync.source.ReadSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The applied record as the agent keeps it.
 *
 * @param noted what the agent notes in it for itself
 */
public record Ledger(AppliedRecord record, Noted noted) {

    /**
     * A sync that a person asked for.
     *
     * @param asked as the annotation said it
     * @param tip the newest commit at that time: the next one goes before what was asked for
     */
    public record Answered(String asked, CommitId tip) {}

    /** The commit that is applied. */
    public Optional<CommitId> revision() {
        return noted.revision();
    }

    /** The attempt that has begun and not ended. */
    public Optional<Attempt> running() {
        return noted.running();
    }

    /** Why the newest attempt failed; empty if it did not. */
    public String failure() {
        return noted.failure();
    }

    private Ledger with(AppliedRecord next) {
        return new Ledger(next, noted);
    }

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
            recorded.add(new Recorded(object.ref(), object.uid(), object.renderedHash(), object.wave()));
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
        return new Ledger(
                next,
                new Noted(
                        revision(),
                        Optional.of(attempt),
                        "",
                        Optional.empty(),
                        noted.answered(),
                        Optional.of(line(attempt)),
                        noted.wanted()));
    }

    private static String line(Attempt attempt) {
        return attempt.repository() + " " + attempt.ref();
    }

    /** Whether the newest attempt was for a commit of that ref. */
    public boolean isOf(RepositoryId repository, GitRef ref) {
        return noted.line().equals(Optional.of(repository + " " + ref));
    }

    /** The running attempt has come so far. */
    public Ledger running(Attempt attempt) {
        return new Ledger(
                record,
                new Noted(
                        revision(),
                        Optional.of(attempt),
                        failure(),
                        noted.again(),
                        noted.answered(),
                        noted.line(),
                        noted.wanted()));
    }

    /** The running attempt wants these, and another application has them. */
    public Ledger wanting(Set<String> identities) {
        return new Ledger(
                record,
                new Noted(revision(), running(), failure(), noted.again(), noted.answered(), noted.line(), identities));
    }

    /** A person's wish is being answered. */
    public Ledger answering(Answered answered) {
        return new Ledger(
                record,
                new Noted(
                        revision(),
                        running(),
                        failure(),
                        noted.again(),
                        Optional.of(answered),
                        noted.line(),
                        noted.wanted()));
    }

    /**
     * The running attempt has ended, and this is to be told of it.
     *
     * @param again when it is made again
     */
    public Ledger ended(Optional<CommitId> applied, Envelope<SyncCompleted> outcome, Optional<Instant> again) {
        Noted next = new Noted(
                applied.or(this::revision),
                Optional.empty(),
                outcome.event().message().orElse(""),
                again,
                noted.answered(),
                noted.line(),
                noted.wanted());
        return new Ledger(record.intending(unfinished()), next).telling(outcome);
    }

    /** What was about to be created and is not known to be there stays intended until it is either applied or pruned. */
    private Intent unfinished() {
        return new Intent(record.intent().applying(), Set.of(), Set.of());
    }

    /** These are about to be applied, some for the first time. */
    public Ledger applying(Collection<ObjectRef> refs) {
        Set<ObjectRef> all = new HashSet<>(record.intent().applying());
        all.addAll(refs);
        return with(record.intending(new Intent(all, Set.of(), Set.of())));
    }

    /** These are about to be deleted. */
    public Ledger pruning(Collection<ObjectRef> refs) {
        Intent intent = new Intent(record.intent().applying(), Set.copyOf(refs), Set.of());
        return with(record.intending(intent));
    }

    /** These are about to be deleted and made again. */
    public Ledger replacing(Collection<ObjectRef> refs) {
        Intent intent = record.intent();
        Set<ObjectRef> all = new HashSet<>(intent.replacing());
        all.addAll(refs);
        return with(record.intending(new Intent(intent.applying(), intent.pruning(), all)));
    }

    /** These were applied. */
    public Ledger applied(Collection<AppliedObject> applied) {
        return having(applied)
                .notIntending(applied.stream().map(AppliedObject::ref).toList());
    }

    /** This is known of these. */
    public Ledger having(Collection<AppliedObject> objects) {
        AppliedRecord next = record;
        for (AppliedObject object : objects) {
            next = next.having(object);
        }
        return with(next);
    }

    /** The same with these waves by identity, which an older version did not record. */
    public Ledger inWaves(Map<String, Integer> waves) {
        return having(objects().stream()
                .filter(object -> waves.getOrDefault(object.ref().identity(), object.wave()) != object.wave())
                .map(object -> object.inWave(waves.getOrDefault(object.ref().identity(), 0)))
                .toList());
    }

    /** Of these nobody knows whether they are as recorded: they are applied again in any case. */
    public Ledger uncertain(Collection<ObjectRef> refs) {
        Set<ObjectRef> all = Set.copyOf(refs);
        return having(objects().stream()
                .filter(object -> all.contains(object.ref()))
                .map(AppliedObject::uncertain)
                .toList());
    }

    /** Nobody knows whether these are there. */
    public Ledger onlyIntending(Collection<ObjectRef> refs) {
        return refs.isEmpty() ? this : without(refs).applying(refs);
    }

    /** These are the application's no longer. */
    public Ledger without(Collection<ObjectRef> gone) {
        AppliedRecord next = record;
        for (ObjectRef ref : gone) {
            next = next.without(ref);
        }
        return with(next).notIntending(gone);
    }

    /** The API server doesn't have these: nothing is left to be intended. */
    public Ledger notIntending(Collection<ObjectRef> refs) {
        Set<String> identities = new HashSet<>();
        refs.forEach(ref -> identities.add(ref.identity()));
        Intent intent = record.intent();
        return with(record.intending(new Intent(
                without(intent.applying(), identities),
                without(intent.pruning(), identities),
                without(intent.replacing(), identities))));
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
        return with(record.telling(all));
    }

    /** Kafka has these. */
    public Ledger told(Set<EventId> acknowledged) {
        List<Envelope<? extends Event>> left = new ArrayList<>(record.outbox());
        left.removeIf(envelope -> acknowledged.contains(envelope.id()));
        return with(record.telling(left));
    }
}

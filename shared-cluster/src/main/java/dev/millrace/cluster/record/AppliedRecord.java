package dev.millrace.cluster.record;

import dev.millrace.cluster.redaction.Salt;
import dev.millrace.events.Event;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.wire.Envelope;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The applied state of one application.
 *
 * @param applicationUid the Application resource's uid
 * @param revision the commit that the objects were rendered from; absent before the first attempt
 * @param attempt rises with each attempt; 0 before the first
 * @param chain the chain of that attempt
 * @param causation the event that the attempt ends in, or was caused by: the cause of later drift
 * @param heal true if the application requests that drifted objects are applied again
 * @param salt for the values of Secrets
 * @param objects in the order of their identities, each once
 * @param readSet what the rendering read, with the state it found
 * @param rendererVersion the version of the renderer
 * @param notes the agent's own notes
 * @param outbox events that Kafka has not acknowledged yet, oldest first
 */
public record AppliedRecord(
        ApplicationId application,
        String applicationUid,
        Optional<CommitId> revision,
        long attempt,
        Optional<ChainId> chain,
        Optional<EventId> causation,
        boolean heal,
        Salt salt,
        Intent intent,
        List<AppliedObject> objects,
        Map<String, String> readSet,
        String rendererVersion,
        Map<String, String> notes,
        List<Envelope<? extends Event>> outbox) {

    private static final Comparator<AppliedObject> BY_IDENTITY =
            Comparator.comparing(object -> object.ref().identity());

    public AppliedRecord {
        objects = objects.stream().sorted(BY_IDENTITY).toList();
        readSet = Map.copyOf(readSet);
        notes = Map.copyOf(notes);
        outbox = List.copyOf(outbox);
    }

    /** Returns the record of an application for which nothing was applied yet. */
    public static AppliedRecord first(ApplicationId application, String applicationUid) {
        return new AppliedRecord(
                application,
                applicationUid,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                false,
                Salt.random(),
                Intent.NONE,
                List.of(),
                Map.of(),
                "",
                Map.of(),
                List.of());
    }

    /** Returns the id of the record: one that follows a lost record has another one. */
    public UUID id() {
        return salt.id();
    }

    /** Returns the object, in any version of its kind. */
    public Optional<AppliedObject> object(ObjectRef ref) {
        return objects.stream()
                .filter(object -> object.ref().identity().equals(ref.identity()))
                .findFirst();
    }

    /** Returns the record of the next attempt, at this commit. */
    public AppliedRecord attempting(
            long number, CommitId commit, ChainId ofChain, Optional<EventId> cause, boolean healing) {
        return new AppliedRecord(
                application,
                applicationUid,
                Optional.of(commit),
                number,
                Optional.of(ofChain),
                cause,
                healing,
                salt,
                intent,
                objects,
                readSet,
                rendererVersion,
                notes,
                outbox);
    }

    /** Returns the record with the agent's next step. */
    public AppliedRecord intending(Intent next) {
        return with(next, objects, readSet, rendererVersion, notes, outbox);
    }

    /** Returns the record after the object was applied. */
    public AppliedRecord having(AppliedObject object) {
        return with(
                intent,
                Stream.concat(others(object.ref()), Stream.of(object)).toList(),
                readSet,
                rendererVersion,
                notes,
                outbox);
    }

    /** Returns the record after the object was deleted or given up. */
    public AppliedRecord without(ObjectRef ref) {
        return with(intent, others(ref).toList(), readSet, rendererVersion, notes, outbox);
    }

    private Stream<AppliedObject> others(ObjectRef ref) {
        return objects.stream().filter(object -> !object.ref().identity().equals(ref.identity()));
    }

    /** Returns the record of objects rendered by this renderer with these reads. */
    public AppliedRecord rendered(Map<String, String> reads, String by) {
        return with(intent, objects, reads, by, notes, outbox);
    }

    public AppliedRecord noting(Map<String, String> next) {
        return with(intent, objects, readSet, rendererVersion, next, outbox);
    }

    /** Returns the record with these events still to be published. */
    public AppliedRecord publishing(List<Envelope<? extends Event>> next) {
        return with(intent, objects, readSet, rendererVersion, notes, next);
    }

    private AppliedRecord with(
            Intent nextIntent,
            List<AppliedObject> nextObjects,
            Map<String, String> nextReadSet,
            String nextRendererVersion,
            Map<String, String> nextNotes,
            List<Envelope<? extends Event>> nextOutbox) {
        return new AppliedRecord(
                application,
                applicationUid,
                revision,
                attempt,
                chain,
                causation,
                heal,
                salt,
                nextIntent,
                nextObjects,
                nextReadSet,
                nextRendererVersion,
                nextNotes,
                nextOutbox);
    }
}

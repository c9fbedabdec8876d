package dev.millrace.sync.record;

import dev.millrace.events.Health;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.state.Failure;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The agent's own notes in an applied record.
 *
 * @param revision the commit that is applied
 * @param running the attempt that has begun and not ended
 * @param failure the reason why the newest attempt failed; absent if it did not
 * @param retryAt the time of the next try; absent if another try would not help
 * @param answered the last sync that a user requested, and the source's commit at that time
 * @param line the repository and ref whose commit the newest attempt was for; absent if it is not known
 * @param pendingClaims identities of the objects that the application declares and another application has
 * @param notice the notice of the newest attempt although it succeeded; empty if there is none
 * @param publishedHealth the health that was published last; absent if none was
 */
public record RecordNotes(
        Optional<CommitId> revision,
        Optional<Attempt> running,
        Optional<Failure> failure,
        Optional<Instant> retryAt,
        Optional<Ledger.Answered> answered,
        Optional<String> line,
        Set<String> pendingClaims,
        String notice,
        Optional<Health> publishedHealth) {
    public static final RecordNotes NOTHING = new RecordNotes(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            "",
            Optional.empty());

    public RecordNotes {
        pendingClaims = Set.copyOf(pendingClaims);
    }

    RecordNotes begun(Attempt attempt, String ofLine) {
        return new RecordNotes(
                revision,
                Optional.of(attempt),
                Optional.empty(),
                Optional.empty(),
                answered,
                Optional.of(ofLine),
                pendingClaims,
                "",
                publishedHealth);
    }

    RecordNotes running(Attempt attempt) {
        return new RecordNotes(
                revision,
                Optional.of(attempt),
                failure,
                retryAt,
                answered,
                line,
                pendingClaims,
                notice,
                publishedHealth);
    }

    RecordNotes ended(Optional<CommitId> applied, Optional<Failure> why, Optional<Instant> again, String toKnow) {
        return new RecordNotes(
                applied.or(() -> revision),
                Optional.empty(),
                why,
                again,
                answered,
                line,
                pendingClaims,
                toKnow,
                publishedHealth);
    }

    RecordNotes answering(Ledger.Answered request) {
        return new RecordNotes(
                revision,
                running,
                failure,
                retryAt,
                Optional.of(request),
                line,
                pendingClaims,
                notice,
                publishedHealth);
    }

    RecordNotes claiming(Set<String> identities) {
        return new RecordNotes(
                revision, running, failure, retryAt, answered, line, identities, notice, publishedHealth);
    }

    RecordNotes publishing(Health health) {
        return new RecordNotes(
                revision, running, failure, retryAt, answered, line, pendingClaims, notice, Optional.of(health));
    }
}

package dev.millrace.sync.steer;

import dev.millrace.events.Health;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.state.Failure;
import java.util.Optional;

/**
 * The part of the applied record that matters for the next step.
 *
 * @param attempts the number of the newest attempt; 0 if there was none
 * @param attempted the commit that it was for
 * @param running the attempt that has begun and not ended
 * @param failure the reason why the newest attempt failed
 * @param holdsObjects true if any object is recorded, or may exist because it was intended
 * @param hasEvents true if Kafka has yet to acknowledge events
 * @param publishedHealth the health that others know of
 */
public record RecordFacts(
        long attempts,
        Optional<CommitId> attempted,
        Optional<Attempt> running,
        Optional<Failure> failure,
        boolean holdsObjects,
        boolean hasEvents,
        Optional<Health> publishedHealth) {

    /** The facts in a ledger. */
    public static RecordFacts of(Ledger ledger, Optional<Health> publishedHealth) {
        return new RecordFacts(
                ledger.attempts(),
                ledger.attempted(),
                ledger.running(),
                ledger.failure(),
                ledger.holdsObjects(),
                !ledger.outbox().isEmpty(),
                publishedHealth);
    }

    /** Returns true if the newest attempt failed in that way. */
    boolean hasFailed(Failure.Kind kind) {
        return failure.filter(why -> why.kind() == kind).isPresent();
    }

    /** Returns true if everything that the running attempt desires was accepted so far. */
    boolean isComplete() {
        return running.filter(attempt -> attempt.done().isComplete()).isPresent();
    }
}

package dev.millrace.sync.record;

import dev.millrace.events.value.CommitId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What the agent notes.
 *
 * @param revision the commit that is applied
 * @param running the attempt that has begun and not ended
 * @param failure why the newest attempt failed; empty if it did not
 * @param again when it is made again; absent if that is of no use
 * @param answered what a person asked for last, and where the source stood then
 * @param line the repository and ref whose commit the newest attempt was for; absent if it is not known
 * @param wanted identities of the objects that it wanted and another application has
 */
public record Noted(
        Optional<CommitId> revision,
        Optional<Attempt> running,
        String failure,
        Optional<Instant> again,
        Optional<Ledger.Answered> answered,
        Optional<String> line,
        Set<String> wanted) {
    public static final Noted NOTHING = new Noted(
            Optional.empty(), Optional.empty(), "", Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

    public Noted {
        wanted = Set.copyOf(wanted);
    }
}

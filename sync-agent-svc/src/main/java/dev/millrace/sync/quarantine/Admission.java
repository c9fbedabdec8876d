package dev.millrace.sync.quarantine;

import dev.millrace.sync.state.Triggers;
import java.time.Instant;
import java.util.Optional;

/** The way in which an Application may be reconciled. */
public sealed interface Admission {
    /** It runs now, with all triggers that arrived while it waited. */
    record Run(Mark mark, Triggers triggers) implements Admission {}

    /** Another suspect runs; the triggers are kept. */
    record Wait() implements Admission {}

    /**
     * It ended the process too often.
     *
     * @param until the time from which a commit that an event named is tried, if any
     */
    record SetAside(String reason, Optional<Instant> until) implements Admission {}
}

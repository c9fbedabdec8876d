package dev.millrace.sync.source;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;

/** The commit that a source refers to now. */
public sealed interface Newest {

    /** @param ref the ref that the commit was found at; {@code refs/commits/<commit>} for a fixed one */
    record At(CommitId commit, GitRef ref, Repository repository) implements Newest {}

    /** The repository exists, but the followed ref doesn't: a user has to fix it. */
    record Gone(String reason) implements Newest {}

    /** The followed commit exists, but no trusted signature covers it: a user has to fix it. */
    record Untrusted(String reason) implements Newest {}

    /** The agent's credentials are refused, or the host's identity isn't trusted: a user has to fix it. */
    record Refused(String reason) implements Newest {}

    /** The host is unreachable; temporary. */
    record Unavailable(String reason) implements Newest {}
}

package dev.millrace.sync.source;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;

/** Which commit a source means now. */
public sealed interface Newest {

    /** @param ref where the commit was found; {@code refs/commits/<commit>} if it is a fixed one */
    record At(CommitId commit, GitRef ref, Repository repository) implements Newest {}

    /** The repository is there, what is followed is not: only a person can help. */
    record Gone(String reason) implements Newest {}

    /** What is followed is there, but not believed to be from trusted people: only a person can help. */
    record Untrusted(String reason) implements Newest {}

    /** The repository can't be read with what the agent has, or isn't believed to be itself: only a person can help. */
    record Refused(String reason) implements Newest {}

    /** Nobody can tell now; passes. */
    record Unavailable(String reason) implements Newest {}
}

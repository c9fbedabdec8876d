package dev.millrace.sync.source;

import dev.millrace.events.value.CommitId;

/** Where a source's ref stands. */
public sealed interface Newest {

    record At(CommitId commit, Repository repository) implements Newest {}

    /** The repository is there, the ref is not. */
    record Gone(String reason) implements Newest {}

    /** Nobody can tell now; passes. */
    record Unavailable(String reason) implements Newest {}
}

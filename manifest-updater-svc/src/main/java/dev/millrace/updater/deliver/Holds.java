package dev.millrace.updater.deliver;

import dev.millrace.events.value.RepositoryId;
import dev.millrace.updater.decide.BranchState;

/** What people decided about policies, besides what they wrote into the files. */
public interface Holds {

    /**
     * How a branch stands, with what people said.
     *
     * @param plain as Git tells it
     * @throws java.io.UncheckedIOException as long as that isn't known
     */
    BranchState branchState(RepositoryId repository, BranchState plain);
}

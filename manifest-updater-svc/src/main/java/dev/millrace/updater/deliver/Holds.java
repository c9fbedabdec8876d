package dev.millrace.updater.deliver;

import dev.millrace.events.value.RepositoryId;
import dev.millrace.updater.decide.BranchState;

/** The decisions of users about policies that are not in the files: holds and releases. */
public interface Holds {

    /**
     * The state of a branch with the users' holds and releases applied.
     *
     * @param plain the state by Git alone
     * @throws java.io.UncheckedIOException as long as the holds are not loaded yet
     */
    BranchState branchState(RepositoryId repository, BranchState plain);
}

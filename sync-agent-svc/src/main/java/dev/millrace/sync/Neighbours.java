package dev.millrace.sync;

import dev.millrace.events.value.CommitId;
import java.util.List;
import java.util.Optional;

/** What the pipeline must know of, and say to, other applications of the cluster. */
public interface Neighbours {

    /** Whether there is an Application with that uid; true as long as nobody can know. */
    boolean exists(String uid);

    /**
     * What must be well before this commit can be applied, and isn't.
     *
     * @return for people; empty if nothing is in its way
     */
    Optional<String> unmet(Subject app, CommitId commit);

    /**
     * Applications of the same source that have yet to look at this commit, by uid: with it they may want what this one gives up. Those that
     * can't look for now are not among them.
     */
    List<String> yetToSee(Subject app, CommitId commit);

    /** What the application could not do may well succeed now. */
    void retry(String uid);
}

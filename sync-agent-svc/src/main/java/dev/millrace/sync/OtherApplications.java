package dev.millrace.sync;

import dev.millrace.events.value.CommitId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the pipeline must know of other applications of the cluster, and the ways to wake them. */
public interface OtherApplications {

    /** Returns true if there is an Application with that uid; true as long as that can't be known. */
    boolean exists(String uid);

    /**
     * Returns the first Application that must be ready before this commit can be applied, and is not.
     *
     * @return for people; empty if nothing is in the way
     */
    Optional<String> unmet(Subject app, CommitId commit);

    /**
     * Returns the uids of the Applications of the same source that have not been compared with this commit yet: with it they may declare what
     * this one no longer does. Those that can't be compared now are not among them.
     */
    List<String> yetToCompare(Subject app, CommitId commit);

    /**
     * The source of an application was found at this commit: others that follow it are compared with it too.
     *
     * @param asOf the time as of which the source was read
     */
    void sourceAt(Subject app, CommitId tip, Instant asOf);

    /** A failed attempt of the application may well succeed now. */
    void retry(String uid);
}

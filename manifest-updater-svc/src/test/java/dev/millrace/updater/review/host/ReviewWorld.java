package dev.millrace.updater.review.host;

import dev.millrace.events.value.CommitId;
import dev.millrace.updater.review.ReviewHost;

/** A repository on a Git host, with a branch {@code main}, and its users' actions. */
interface ReviewWorld extends AutoCloseable {

    ReviewHost host();

    /** The user who merges through {@link #host()}. */
    String user();

    /** Creates or moves a branch to a new commit on top of main. */
    CommitId branch(String name);

    /** Protects main: from now on it requires a check that never passes. */
    void needChecks();

    void closedByUser(long number);

    boolean hasLabels();

    /** Returns true if the host merges by itself once checks have passed. */
    boolean mergesByItself();

    @Override
    void close();
}

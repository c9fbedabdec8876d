package dev.millrace.updater.review.host;

import dev.millrace.events.value.CommitId;
import dev.millrace.updater.review.ReviewHost;

/** A repository on a git host, with a branch {@code main}, and what people do there. */
interface ReviewWorld extends AutoCloseable {

    ReviewHost host();

    /** Who merges what is merged through {@link #host()}. */
    String user();

    /** Makes or moves a branch, to a new commit on main's. */
    CommitId branch(String name);

    /** From now on main takes only what a check has passed, and none has. */
    void needChecks();

    void closedByPerson(long number);

    boolean hasLabels();

    /** Whether the host merges by itself once checks have passed. */
    boolean mergesByItself();

    @Override
    void close();
}

/**
 * Pull and merge requests: where a group's changes wait for a person, or for a host's checks.
 *
 * <p>In: a branch of ours that is pushed already, and what a request about it is to say. Out: one open request per group, which says just
 * that. A commit is never made or moved here, labels are never taken away, and no request that isn't ours is closed or merged.
 */
@NullMarked
package dev.millrace.updater.review;

import org.jspecify.annotations.NullMarked;

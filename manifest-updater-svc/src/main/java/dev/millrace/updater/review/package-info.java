/**
 * Pull and merge requests, in which a group's changes wait for a review or for a host's checks.
 *
 * <p>In: a pushed head branch, and the content of its request. Out: one open request per group with exactly that content. It never creates or
 * moves commits, never removes labels, and never closes or merges a request that is not ours.
 */
@NullMarked
package dev.millrace.updater.review;

import org.jspecify.annotations.NullMarked;

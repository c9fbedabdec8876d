/**
 * Executes a plan in the cluster.
 *
 * <p>In: the steps of a plan. Out: per object, the object as the API server stored it, or the reason why it didn't. An object that is refused fails
 * alone; a step throws, and is repeated, only if the API server is unavailable. What never happens here: a decision about the plan.
 */
@NullMarked
package dev.millrace.sync.apply;

import org.jspecify.annotations.NullMarked;

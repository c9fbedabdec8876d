/**
 * Makes a plan true in the cluster.
 *
 * <p>In: the steps of a plan. Out: per object, the object as the API server stored it, or why not. An object that is refused fails alone;
 * only when the API server is away does a step throw, and is done again. What never happens here: a decision what to do.
 */
@NullMarked
package dev.millrace.sync.apply;

import org.jspecify.annotations.NullMarked;

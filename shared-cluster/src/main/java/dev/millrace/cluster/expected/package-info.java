/**
 * Differences and absences that are to be expected, because a controller of the cluster or the author of the manifest intends them.
 *
 * <p>In: an object as the API server returned it, or a difference of it. Out: true if it is no drift. The agent and the detector use the same rules.
 * Pure: nothing here calls a cluster.
 */
@NullMarked
package dev.millrace.cluster.expected;

import org.jspecify.annotations.NullMarked;

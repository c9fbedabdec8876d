/**
 * From a push to the configuration repository to the cluster.
 *
 * <p>In: commits. Out: how long they take until the API server has their change, how long the least work for that takes, and how many
 * requests they cost.
 */
@NullMarked
package dev.millrace.bench.apply;

import org.jspecify.annotations.NullMarked;

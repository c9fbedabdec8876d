/**
 * Comparison of an application's newest commit with the cluster.
 *
 * <p>In: the rendered commit, what is recorded, and the API server's answers to server-side dry runs. Out: each object that differs, field by
 * field. What never happens here: a change, or a Secret's value in an answer.
 */
@NullMarked
package dev.millrace.sync.diff;

import org.jspecify.annotations.NullMarked;

/**
 * The custom resource by which an operator limits what the Applications of some namespaces may do.
 *
 * <p>In: what the API server stores. Out: the same as Java types. What never happens here: a decision.
 */
@NullMarked
package dev.millrace.cluster.tenant;

import org.jspecify.annotations.NullMarked;

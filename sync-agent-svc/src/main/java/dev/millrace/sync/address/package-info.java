/**
 * The networks of the cluster's own Services.
 *
 * <p>In: the cluster's ranges of Service addresses, as the API server has them. Out: networks that no address out of a user's file may lead to, unless the
 * operator named the host. What never happens here: an Application followed before the networks are known.
 */
@NullMarked
package dev.millrace.sync.address;

import org.jspecify.annotations.NullMarked;

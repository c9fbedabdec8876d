/**
 * The identity by which the agent reads and changes what an Application names.
 *
 * <p>In: the service account that an Application asks for, and the installation's rules. Out: an identity, and a client that acts as it. What never
 * happens here: a request.
 */
@NullMarked
package dev.millrace.sync.identity;

import org.jspecify.annotations.NullMarked;

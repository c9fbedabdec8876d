/**
 * Decides where a service may connect, and where credentials may go.
 *
 * <p>In: the operator's rules, an address out of a user's file, and what its host resolves to. Out: the reason why nothing may be sent there, or none.
 * What never happens here: an exception for a host that an operator named.
 */
@NullMarked
package dev.millrace.http.address;

import org.jspecify.annotations.NullMarked;

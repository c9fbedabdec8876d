/**
 * Requests to a Git host.
 *
 * <p>In: a remote, and a ref to fetch or to push. Out: the host's objects and refs in the mirror, and the outcome of a push. Credentials are sent to
 * their own host only, and with the first request. A host with an unknown key or certificate is never trusted. No push is forced, except on
 * branches that are ours alone. Only these requests move refs of the mirror.
 */
@NullMarked
package dev.millrace.git.transport;

import org.jspecify.annotations.NullMarked;

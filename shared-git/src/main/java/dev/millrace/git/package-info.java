/**
 * Repositories on a Git host, by means of a bare mirror. This package has the failures and the isolation that all others share; the others are the
 * steps of the data's way:
 *
 * <ol>
 *   <li>{@code webhook}: a host's notice that a ref has moved
 *   <li>{@code remote}: the address of a repository, with its credentials
 *   <li>{@code transport}: requests to the host, which move the mirror's refs
 *   <li>{@code mirror}: the repository on this machine's disk, and the class to read first, {@code Mirror}
 *   <li>{@code read}: commits and their files; {@code commit}: a commit's values; {@code verify}: its signature; {@code version}: its tag
 *   <li>{@code write}: new commits; {@code sign}: their signature
 *   <li>{@code worktree}: a user's checkout, without mirror and host
 * </ol>
 *
 * <p>In: a failed operation. Out: an exception that names it, and whether a later try may succeed. There is never a decision about the meaning of a
 * commit. No other module names a type of the Git library.
 */
@NullMarked
package dev.millrace.git;

import org.jspecify.annotations.NullMarked;

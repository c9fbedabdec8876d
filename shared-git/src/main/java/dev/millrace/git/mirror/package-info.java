/**
 * Bare copies of repositories on this machine's disk.
 *
 * <p>In: a remote and a directory. Out: an open mirror, by which all other operations are called; one that is missing or corrupt is rebuilt. A
 * mirror never contains anything that the host does not have, except commits that were not pushed yet.
 */
@NullMarked
package dev.millrace.git.mirror;

import org.jspecify.annotations.NullMarked;

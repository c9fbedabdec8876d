/**
 * The content of configuration repositories.
 *
 * <p>In: an Application's source and, for a private repository, the Secret that it names. Out: the tip of its ref, a tree to read files
 * from, and the exact set of what was read, which decides if another commit matters. What never happens here: a work tree
 * on disk, or a commit that the configured ref doesn't reach.
 */
@NullMarked
package dev.millrace.sync.source;

import org.jspecify.annotations.NullMarked;

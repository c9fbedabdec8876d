/**
 * From a commit's files to the objects that should be in the cluster.
 *
 * <p>In: a tree to read from and the directory that the Application names. Out: manifests, the unreadable documents, and the set of everything
 * that was read; or one reason why there are no objects. What never happens here: disk or network access, or the read of a file that is not needed.
 */
@NullMarked
package dev.millrace.sync.render;

import org.jspecify.annotations.NullMarked;

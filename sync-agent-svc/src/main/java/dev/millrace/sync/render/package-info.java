/**
 * From a commit's files to the objects that should be in the cluster.
 *
 * <p>In: a tree to read from and the directory that the Application names. Out: manifests, what could not be read, and the set of all
 * that was looked at; or one reason why there is nothing. What never happens here: disk, network, or a file that nobody asked for.
 */
@NullMarked
package dev.millrace.sync.render;

import org.jspecify.annotations.NullMarked;

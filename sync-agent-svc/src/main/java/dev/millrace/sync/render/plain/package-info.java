/**
 * Directories of YAML and JSON files.
 *
 * <p>In: a tree, the directory, and which of its files count. Out: their objects with file and line, and the exact set of what was read; the content
 * of a directory is kept for as long as memory allows, so that the cost of a commit is the cost of its changes. What never happens here: a link that is
 * followed, or a rendering without bounds.
 */
@NullMarked
package dev.millrace.sync.render.plain;

import org.jspecify.annotations.NullMarked;

/**
 * Directories of YAML and JSON files.
 *
 * <p>In: a tree, the directory, and which of its files count. Out: their objects with file and line, and a read set of exactly what was looked at; what
 * a directory was found to hold is kept for as long as memory allows, so that a commit costs what it changes. What never happens here: a link that is
 * followed, or a rendering without bounds.
 */
@NullMarked
package dev.millrace.sync.render.plain;

import org.jspecify.annotations.NullMarked;

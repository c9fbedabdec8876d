/**
 * YAML and JSON text as Kubernetes reads it.
 *
 * <p>In: the text of a file. Out: one JSON value per object in it, with its line, or why there is none. Everything is bounded: the length, depth
 * and number of values of a document, after its aliases are expanded. What never happens here: I/O, or a value of the text in a reason.
 */
@NullMarked
package dev.millrace.sync.manifest.yaml;

import org.jspecify.annotations.NullMarked;

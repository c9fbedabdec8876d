/**
 * The parts of an image's description in a build configuration: tests, limits, tags, path and ref filters.
 *
 * <p>In: texts of a build configuration. Out: values that are valid by construction, with bounded matching. What never happens here: I/O,
 * and a pattern whose matching takes more than linear time.
 */
@NullMarked
package dev.millrace.builder.configuration.spec;

import org.jspecify.annotations.NullMarked;

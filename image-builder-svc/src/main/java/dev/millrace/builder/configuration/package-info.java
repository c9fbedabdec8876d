/**
 * The build configuration of an application repository, {@code .millrace/build.yaml}.
 *
 * <p>In: the file's bytes at a commit. Out: a valid configuration, or the position and the reason of an error. What never happens here:
 * I/O, and a guess at the meaning of an unclear file.
 */
@NullMarked
package dev.millrace.builder.configuration;

import org.jspecify.annotations.NullMarked;

/**
 * What to build, as the application repository says it in {@code .millrace/build.yaml}.
 *
 * <p>In: the file's bytes at a commit. Out: a checked configuration, or the line and the reason why it is none. What never happens
 * here: I/O, and a guess at what an unclear file might have meant.
 */
@NullMarked
package dev.millrace.builder.configuration;

import org.jspecify.annotations.NullMarked;

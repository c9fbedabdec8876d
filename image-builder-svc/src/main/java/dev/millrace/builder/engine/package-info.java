/**
 * Builds images.
 *
 * <p>In: a folder with a Dockerfile, and what to make of it. Out: an image in the registry, or how the tool ended; its output, line by
 * line, goes to a log. What never happens here: a tool running past its limit, a credential on a command line or in a tool's
 * environment, push credentials where a build could read them.
 */
@NullMarked
package dev.millrace.builder.engine;

import org.jspecify.annotations.NullMarked;

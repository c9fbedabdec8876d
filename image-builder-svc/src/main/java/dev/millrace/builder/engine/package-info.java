/**
 * Builds images with an external tool.
 *
 * <p>In: a folder with a Dockerfile, and a recipe. Out: an image in a folder, or the error of the tool; its output goes to a log,
 * line by line. What never happens here: a push, a tool running past its limit, a credential on a command line or in a tool's
 * environment.
 */
@NullMarked
package dev.millrace.builder.engine;

import org.jspecify.annotations.NullMarked;

/**
 * Executes plans: tests, builds and pushes images, and finds images that were built before.
 *
 * <p>In: the plans of one commit. Out: an event with the result of each image. What never happens here: a push before its tests have
 * passed, a second build of an image in the registry, a transient error published as a failure.
 */
@NullMarked
package dev.millrace.builder.build;

import org.jspecify.annotations.NullMarked;

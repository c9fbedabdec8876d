/**
 * Plans the images of a commit before anything is built: tags, labels, and the tag that identifies a finished build.
 *
 * <p>In: a commit, its build configuration, the builder's platform. Out: one plan per image. What never happens here: I/O, a clock,
 * different results for the same input.
 */
@NullMarked
package dev.millrace.builder.plan;

import org.jspecify.annotations.NullMarked;

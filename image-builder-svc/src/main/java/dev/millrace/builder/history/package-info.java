/**
 * Which commit of a ref an image was last built from, as the topic {@code image.built} has it.
 *
 * <p>In: {@code image.built}, of all instances. Out: the last built commit of an image and a ref, and the files changed since. What never happens here:
 * a decision about what to build.
 */
@NullMarked
package dev.millrace.builder.history;

import org.jspecify.annotations.NullMarked;

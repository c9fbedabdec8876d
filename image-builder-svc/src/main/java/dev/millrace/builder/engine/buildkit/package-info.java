/**
 * Builds with BuildKit.
 *
 * <p>In: a recipe. Out: an image in a folder, or one sentence about the failure. What never happens here: a push, a credential that a command of
 * a build could read, a command that reaches an address of this service.
 */
@NullMarked
package dev.millrace.builder.engine.buildkit;

import org.jspecify.annotations.NullMarked;

/**
 * Builds with buildah, the engine by choice.
 *
 * <p>In: a recipe. Out: an image in a folder. What never happens here: a version with published escapes that is run.
 */
@NullMarked
package dev.millrace.builder.engine.buildah;

import org.jspecify.annotations.NullMarked;

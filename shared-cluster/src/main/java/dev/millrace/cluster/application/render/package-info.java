/**
 * The rendering of an Application's files to objects.
 *
 * <p>In: a spec as users write it. Out: the same with its defaults, checked. Nothing here renders.
 */
@NullMarked
package dev.millrace.cluster.application.render;

import org.jspecify.annotations.NullMarked;

/**
 * How the files of an Application become objects.
 *
 * <p>In: what people wrote. Out: the same with its defaults, checked. Nothing here renders.
 */
@NullMarked
package dev.millrace.cluster.application.render;

import org.jspecify.annotations.NullMarked;

/**
 * The limits of builds, kept by the kernel where it can.
 *
 * <p>In: the limits of the service, and those of one build. Out: a control group for its commands, and the limit that it reached. What never
 * happens here: a limit that is ignored in silence.
 */
@NullMarked
package dev.millrace.builder.engine.buildkit.limits;

import org.jspecify.annotations.NullMarked;

/**
 * Decides when the next wave of a plan may begin.
 *
 * <p>In: a plan, its progress, and the health of its objects. Out: whether the next step may begin, and which objects hold it. Nothing here does
 * I/O, reads a clock or logs.
 */
@NullMarked
package dev.millrace.sync.plan.wave;

import org.jspecify.annotations.NullMarked;

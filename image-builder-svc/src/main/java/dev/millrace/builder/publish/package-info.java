/**
 * The results of builds as events.
 *
 * <p>In: a plan, and the result of its execution. Out: {@code image.built} or {@code build.failed}. What never happens here: I/O, a
 * credential in a reason or in a log's tail.
 */
@NullMarked
package dev.millrace.builder.publish;

import org.jspecify.annotations.NullMarked;

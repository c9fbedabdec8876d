/**
 * The threads that run as long as their service, and the liveness check that fails when one of them has ended.
 *
 * <p>In: registered threads. Out: the names of those that ended before they were closed. What never happens here: a restart of a thread.
 */
@NullMarked
package dev.millrace.messaging.loop;

import org.jspecify.annotations.NullMarked;

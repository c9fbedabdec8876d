/**
 * Processes that render and can be ended.
 *
 * <p>In: a request, and a function that answers the process' own requests. Out: its result, or why it has none. What never happens
 * here: a process that exceeds its time or output limit, or that outlives a rendering it didn't finish.
 */
@NullMarked
package dev.millrace.sync.render.worker;

import org.jspecify.annotations.NullMarked;

/**
 * Processes that render and can be ended.
 *
 * <p>In: a request, and a function that answers what the process asks. Out: what it said in the end, or why it said nothing. What never happens
 * here: a process that takes more time or says more than is agreed, or that outlives a rendering it didn't finish.
 */
@NullMarked
package dev.millrace.sync.render.worker;

import org.jspecify.annotations.NullMarked;

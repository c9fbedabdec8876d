/**
 * Earlier results of renderings, kept for as long as memory allows.
 *
 * <p>In: a result and the input it was computed from. Out: the same result for the same input. What never happens here: a result for another input than
 * its own, or more memory than the limit.
 */
@NullMarked
package dev.millrace.sync.render.cache;

import org.jspecify.annotations.NullMarked;

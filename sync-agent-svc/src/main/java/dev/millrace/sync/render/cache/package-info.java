/**
 * What was rendered before, for as long as memory allows.
 *
 * <p>In: a result and what it followed from. Out: the very same result when the same is asked for. What never happens here: a result for another input than
 * its own, or more memory than was agreed.
 */
@NullMarked
package dev.millrace.sync.render.cache;

import org.jspecify.annotations.NullMarked;

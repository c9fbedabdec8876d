/**
 * How much is asked of the API server at once.
 *
 * <p>In: what it answers. Out: room for a request, sooner or later. What never happens here: a request, or a decision whether to make one.
 */
@NullMarked
package dev.millrace.sync.apply.pace;

import org.jspecify.annotations.NullMarked;

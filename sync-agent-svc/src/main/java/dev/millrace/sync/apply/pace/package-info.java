/**
 * The limit on concurrent requests to the API server.
 *
 * <p>In: its answers. Out: room for a request, sooner or later. What never happens here: a request, or a decision to make one.
 */
@NullMarked
package dev.millrace.sync.apply.pace;

import org.jspecify.annotations.NullMarked;

/**
 * The full look at a registry: at the start, by interval, on request, and again while an image waits for its signature. In: a policy. Out: the
 * newest image that it allows, to be decided on as if it had been told of. What never happens here: a look because of an event; an event is
 * enough to decide.
 */
@NullMarked
package dev.millrace.updater.registry.scan;

import org.jspecify.annotations.NullMarked;

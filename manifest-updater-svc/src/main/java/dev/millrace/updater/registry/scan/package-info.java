/**
 * The full registry scan: at the start, by interval, on request, and again while an image waits for its signature. In: a policy. Out: the newest
 * image that it accepts, handled as if it had been announced. A scan is never started by an event, because an event is enough to decide.
 */
@NullMarked
package dev.millrace.updater.registry.scan;

import org.jspecify.annotations.NullMarked;

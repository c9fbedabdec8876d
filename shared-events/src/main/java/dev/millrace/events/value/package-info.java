/**
 * The identities and values in events. Each is parsed once, at the edge, and is always valid.
 *
 * <p>In: text from a payload, a configuration or a registry. Out: checked values whose {@code toString()} is the wire form. An
 * invalid text throws an {@link java.lang.IllegalArgumentException} that contains it. Nothing here does I/O.
 */
@NullMarked
package dev.millrace.events.value;

import org.jspecify.annotations.NullMarked;

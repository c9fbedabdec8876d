/**
 * The identities and values that events are made of. Each is parsed once, at the edge, and is valid from then on.
 *
 * <p>In: text from a payload, a configuration or a registry. Out: checked values whose {@code toString()} is the wire form. A text
 * that is no such value throws {@link java.lang.IllegalArgumentException} naming it. Nothing here does I/O.
 */
@NullMarked
package dev.millrace.events.value;

import org.jspecify.annotations.NullMarked;

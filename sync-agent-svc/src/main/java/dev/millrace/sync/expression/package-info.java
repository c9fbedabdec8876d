/**
 * Conditions on objects that users write in the Common Expression Language (github.com/google/cel-spec).
 *
 * <p>In: an expression, and an object as {@code self}. Out: true, false, or why it can't be evaluated. Never: an expression that runs without bound,
 * or reads anything but the object.
 */
@NullMarked
package dev.millrace.sync.expression;

import org.jspecify.annotations.NullMarked;

/**
 * Conditions that people write about objects, in the Common Expression Language (github.com/google/cel-spec).
 *
 * <p>In: an expression, and an object as {@code self}. Out: whether it holds, or why nobody can say. Never: an expression that runs without bound,
 * or reaches anything but the object.
 */
@NullMarked
package dev.millrace.sync.expression;

import org.jspecify.annotations.NullMarked;

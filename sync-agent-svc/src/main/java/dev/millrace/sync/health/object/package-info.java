/**
 * An object and its health.
 *
 * <p>In: an object as the API server has it. Out: access to its fields and conditions, and the type of the answer. Nothing here decides anything.
 */
@NullMarked
package dev.millrace.sync.health.object;

import org.jspecify.annotations.NullMarked;

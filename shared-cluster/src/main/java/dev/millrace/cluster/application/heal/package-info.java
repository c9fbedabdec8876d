/**
 * The rules by which drifted objects are restored.
 *
 * <p>In: rules as users write them, an object's kind, and the time at which its drift was found. Out: when it may be restored. No clock is read here.
 */
@NullMarked
package dev.millrace.cluster.application.heal;

import org.jspecify.annotations.NullMarked;
